import { Failure, exit } from '../exit.ts'

/** Nobody reads what is printed any more, as behind `| head`: no failure, only the end. */
export class NobodyReads extends Error {
  constructor() {
    super('nobody reads standard output any more')
    this.name = 'NobodyReads'
  }
}

/** Standard output, where results go. Everything else a command says goes to stderr. */
export interface Output {
  /** Columns of the terminal; undefined when it is none, and lines may be of any length. */
  readonly columns: number | undefined
  /** Resolves when the reader took it. @throws NobodyReads, Failure `file`. */
  lines(lines: readonly string[]): Promise<void>
}

export function outputTo(stream: NodeJS.WriteStream): Output {
  // Told to whoever writes; without a listener it would be thrown at nobody.
  stream.on('error', () => undefined)
  return {
    columns: stream.isTTY ? stream.columns : undefined,
    lines: (lines) =>
      new Promise((resolve, reject) => {
        if (lines.length === 0) return resolve()
        stream.write(lines.map((line) => `${line}\n`).join(''), (error) => (error ? reject(inWords(error)) : resolve()))
      }),
  }
}

function inWords(error: Error): Error {
  if ('code' in error && error.code === 'EPIPE') return new NobodyReads()
  return new Failure(exit.file, `cannot write the results: ${error.message}`)
}
