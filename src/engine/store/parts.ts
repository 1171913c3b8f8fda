import type { OpeningStep } from '../../contract/console/opening.ts'
import type { Reader, Writer } from './connection.ts'
import type { Migration } from './migrate.ts'

/** What an open database is made of, whether it can be written or not. */
export interface Parts {
  readonly readPath: string
  readonly writer: Writer
  readonly reader: Reader
  /** Why nothing can be written for as long as this store is open. */
  readonly readOnly: string | undefined
  /** Lets the connection refuse every write from now on. */
  readonly freeze: () => void
  readonly reclaim: (pages: number) => number
  readonly unhurried: <Result>(write: () => Result) => Result
}

export interface Opening {
  readonly directory: string
  readonly path: string
  readonly migrations: readonly Migration[]
  readonly prepared: Prepared | undefined
  readonly onStep: (step: OpeningStep) => void
  /** Milliseconds to wait for whoever else writes just now. */
  readonly patience: number
  /** Gets what closes each part again. */
  readonly opened: (() => void)[]
}

/** What was done in front of opening (prepare.ts), and need not be done again. */
export interface Prepared {
  /** What is wrong with the file. */
  readonly found?: string
  /** The copy that is to be read. Whoever opens it removes it in the end. */
  readonly aside?: string
}
