import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { repository } from '../support/console-process.ts'

export interface Ended {
  /** As a process says it: 130 after an interrupt that was heard. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Lines of stdout as JSON. */
  readonly json: () => unknown[]
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

const entry = join(repository, 'src', 'cli', 'main.ts')

/** The real program in a process of its own. */
export function start(
  args: readonly string[],
  onOutput: (child: ChildProcess) => void = () => undefined,
  output: number | 'pipe' = 'pipe',
): Running {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', output, 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (stdout === '') onOutput(child)
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const lines = (): unknown[] =>
    stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr, json: lines }))
  return { child, ended }
}

export const honeynet = (...args: readonly string[]): Promise<Ended> => start(args).ended
