import type { ConsoleClient } from '../../src/contract/console/index.ts'

/** What a screen asks before it shows its first page. */
export interface Ask {
  readonly name: string
  ask(client: ConsoleClient): Promise<unknown>
}

/** Milliseconds until all was answered. */
export interface PageTimes {
  readonly name: string
  /** For the first time in this process. */
  readonly cold: number
  readonly warm: readonly number[]
}
