import type { Given, Options } from './arguments.ts'
import type { ExitCode } from './exit.ts'
import type { Output } from './output/output.ts'
import type { Progress } from './output/progress.ts'

/** What a command works with. */
export interface Context {
  /** The data folder, absolute. */
  readonly data: string
  readonly output: Output
  readonly progress: Progress
  /** Aborts when the user interrupts. */
  readonly signal: AbortSignal
  /** From here on an interrupt ends the process there and then: for work that cannot look up and is safe at any point. */
  readonly endAtOnce: () => void
  /** A line for people, on stderr; attackers' text in it was made safe. */
  readonly say: (line: string) => void
  /** Whether somebody reads stderr on a terminal. */
  readonly watched: boolean
  /** UTC milliseconds. */
  readonly now: () => number
}

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string
  readonly help: string
  readonly options: Options
  /** @throws Failure, StoreError, RpcError. */
  readonly run: (given: Given, context: Context) => Promise<ExitCode>
}
