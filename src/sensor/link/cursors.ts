import { join } from 'node:path'
import { z } from 'zod'
import { readIfPresent, writeAtomically } from '../atomic-file.ts'

const mostConsoles = 16
const saveEveryMs = 1000

const schema = z.object({
  epoch: z.string(),
  consoles: z.array(z.object({ console: z.string(), acknowledged: z.number().int().nonnegative() })).max(mostConsoles),
})

/**
 * How far each console has acknowledged, kept on disk so that a restart does not delete what a console that is away
 * has yet to fetch. The console heard of least recently is forgotten when there are too many.
 */
export class Cursors {
  readonly #path: string
  readonly #epoch: string
  /** In order of use, the latest at the end. */
  readonly #acknowledged: Map<string, number>
  #timer: NodeJS.Timeout | undefined

  constructor(directory: string, epoch: string) {
    this.#path = join(directory, 'consoles.json')
    this.#epoch = epoch
    this.#acknowledged = readCursors(this.#path, epoch)
  }

  /** Everything up to here has been stored by every known console; undefined when no console is known. */
  get lowest(): number | undefined {
    return this.#acknowledged.size === 0 ? undefined : Math.min(...this.#acknowledged.values())
  }

  /** What a console says it has counts, even if it once had more: its store may have been restored from a backup. */
  resume(console: string, sequence: number): void {
    this.#set(console, sequence)
  }

  acknowledge(console: string, sequence: number): void {
    this.#set(console, Math.max(this.#acknowledged.get(console) ?? 0, sequence))
  }

  #set(console: string, sequence: number): void {
    this.#acknowledged.delete(console)
    this.#acknowledged.set(console, sequence)
    if (this.#acknowledged.size > mostConsoles) this.#forgetOldest()
    this.#timer ??= setTimeout(() => this.save(), saveEveryMs)
  }

  /** A cursor that is not saved only means that some events stay longer than they must. */
  save(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const consoles = [...this.#acknowledged].map(([console, acknowledged]) => ({ console, acknowledged }))
    try {
      writeAtomically(this.#path, JSON.stringify({ epoch: this.#epoch, consoles }))
    } catch {
      return
    }
  }

  #forgetOldest(): void {
    for (const oldest of this.#acknowledged.keys()) {
      this.#acknowledged.delete(oldest)
      return
    }
  }
}

function readCursors(path: string, epoch: string): Map<string, number> {
  try {
    const parsed = schema.safeParse(JSON.parse(readIfPresent(path) ?? 'null'))
    if (!parsed.success || parsed.data.epoch !== epoch) return new Map()
    return new Map(parsed.data.consoles.map((entry) => [entry.console, entry.acknowledged]))
  } catch {
    return new Map()
  }
}
