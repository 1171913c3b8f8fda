import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { messageOf, readIfPresent, writeAtomically } from '../atomic-file.ts'

/** As long as a sensor takes to stop, and a little more. */
const patienceMs = 6_000

/**
 * One sensor a spool: a second would cut off as torn what the first is just writing, and give the same numbers again.
 * A sensor that is still stopping is waited for. A process that merely inherited the number costs no more than the
 * wait; only Linux tells, by its command line, and elsewhere the number is taken for inherited.
 * @throws when another sensor goes on working in the directory.
 */
export async function claimSpool(directory: string, log: Logger): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, 'sensor.pid')
  const previous = Number(readIfPresent(path) ?? 0)
  const deadline = performance.now() + patienceMs
  while (isSensor(previous) && performance.now() < deadline) await sleep(50)
  if (isSensor(previous)) throw new Error(`another sensor (process ${previous}) works in ${directory}`)
  try {
    writeAtomically(path, String(process.pid))
  } catch (error) {
    // A full disk must not keep a sensor from listening.
    log.warn({ reason: messageOf(error) }, 'the spool could not be marked as in use')
  }
}

function isSensor(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    const [, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return args.includes('--config') && args.some((arg) => /sensor\b/.test(arg))
  } catch {
    return false
  }
}
