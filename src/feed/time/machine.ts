import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** The clocks of the machine. */
export interface Machine {
  /** UTC milliseconds, whole. */
  wall(): number
  /** Milliseconds since the machine was started, as far as that is known without asking the system. */
  run(): number
  /** The same, asked anew: with what the machine has slept through since. */
  runAwoken(): number
  /** Names its start; empty where that cannot be told. */
  readonly boot: string
}

/**
 * The timer that costs nothing stands still while a laptop sleeps or a server is suspended, and the time since the start does
 * not; so the system is asked again before a step ahead is doubted. A virtual machine that was stopped from outside knows
 * nothing of it: there the step is real and is believed after its while.
 */
export function systemMachine(): Machine {
  const measured = (): number => uptime() * 1000 - performance.now()
  let before = measured()
  return {
    wall: () => Date.now(),
    run: () => performance.now() + before,
    runAwoken() {
      before = Math.max(before, measured())
      return performance.now() + before
    },
    boot: bootId(),
  }
}

/** Of Linux; elsewhere nothing tells one start from another. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
  } catch {
    return ''
  }
}
