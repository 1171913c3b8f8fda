import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { run } from '../../src/cli/run.ts'
import { outputTo } from '../../src/cli/output/output.ts'
import { progressOn } from '../../src/cli/output/progress.ts'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly json: () => unknown[]
}

/** A command line, answered in this process. @param columns of the terminal that it is shown on; none without. */
export async function ran(args: readonly string[], columns?: number): Promise<Ran> {
  const [out, err] = [terminal(columns), terminal(columns)]
  const [stdout, stderr] = [text(out), text(err)]
  const code = await run(args, {
    output: outputTo(out),
    progress: progressOn(err),
    signal: new AbortController().signal,
    endAtOnce: () => undefined,
    say: (line) => void err.write(`${line}\n`),
    watched: columns !== undefined,
    now: Date.now,
  })
  for (const stream of [out, err]) stream.end()
  const shown = { stdout: await stdout, stderr: await stderr }
  return { code, ...shown, json: () => linesOf(shown.stdout).map((line) => JSON.parse(line) as unknown) }
}

export const linesOf = (shown: string): readonly string[] => shown.split('\n').filter((line) => line !== '')

const terminal = (columns: number | undefined): PassThrough & NodeJS.WriteStream =>
  Object.assign(new PassThrough(), { isTTY: columns !== undefined, columns }) as unknown as PassThrough &
    NodeJS.WriteStream
