/** What a script is told by the exit code; docs/cli.md explains each. */
export const exit = {
  ok: 0,
  /** Like grep: the command worked, and there was nothing. */
  nothing: 1,
  usage: 2,
  /** The data folder cannot be used: missing, in use, newer, damaged. */
  folder: 3,
  /** `verify` found damage. */
  damage: 4,
  /** Done, but not all of it: stderr says what is missing. */
  partly: 5,
  /** A file named on the command line, or standard output, cannot be read or written. */
  file: 6,
  /** A mistake of this program. */
  bug: 70,
} as const

export type ExitCode = (typeof exit)[keyof typeof exit]

/** Ends a command. The message is for people, one line or several, and goes to stderr. */
export class Failure extends Error {
  readonly code: ExitCode

  constructor(code: ExitCode, message: string) {
    super(message)
    this.name = 'Failure'
    this.code = code
  }
}
