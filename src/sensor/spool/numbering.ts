import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readIfPresent, writeAtomically } from '../atomic-file.ts'

/**
 * Events are told to consoles once they are written, before they are certainly on the medium. A killed process loses
 * nothing by that, but a power failure may lose the last moments; a number told must yet never name another event.
 * So numbers are reserved on disk in steps before use. After a restart of the machine without a clean end, the rest
 * of the reservation is skipped and shows as a gap.
 */
const schema = z.object({
  epoch: z.string().regex(/^[0-9a-f]{16}$/),
  boot: z.string(),
  reserved: z.number().int().nonnegative(),
})
type State = z.infer<typeof schema>

const step = 10_000

export class Numbering {
  readonly #path: string
  #state: State

  constructor(directory: string, state: State) {
    this.#path = join(directory, 'numbering.json')
    this.#state = state
  }

  get epoch(): string {
    return this.#state.epoch
  }

  /** @throws when the disk does not take it: then `last` must not be used. */
  reserve(last: number): void {
    if (last > this.#state.reserved) this.#save(last + step)
  }

  /** After a clean end nothing is skipped. */
  settle(last: number): void {
    this.#save(last)
  }

  #save(reserved: number): void {
    const next = { ...this.#state, reserved }
    writeAtomically(this.#path, JSON.stringify(next))
    this.#state = next
  }
}

/**
 * @param lastHeld last sequence in the spool, 0 without any segment.
 * @returns the numbering and the last number that may already have been told. A spool that was emptied, or a numbering
 * that cannot be read, begins a new epoch. Nothing is written before the first number is used.
 */
export function openNumbering(directory: string, lastHeld: number): { numbering: Numbering; told: number } {
  const boot = bootId()
  const found = lastHeld === 0 ? undefined : readState(join(directory, 'numbering.json'))
  const state = found ?? { epoch: randomBytes(8).toString('hex'), boot, reserved: lastHeld }
  if (boot !== '' && state.boot === boot) return { numbering: new Numbering(directory, state), told: lastHeld }
  const told = Math.max(lastHeld, state.reserved)
  return { numbering: new Numbering(directory, { ...state, boot, reserved: told }), told }
}

function readState(path: string): State | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(readIfPresent(path) ?? 'null'))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** Names the present run of the machine; empty where the system does not say, which counts as a restart. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
