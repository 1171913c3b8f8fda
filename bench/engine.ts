import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { PageTimes } from './pages/page.ts'
import type { BenchStore } from './stores/stores.ts'

/** What the engine did in a process of its own (engine-child.ts). */
export interface EngineRun {
  /** Milliseconds from its start to the first page of Live. */
  readonly opened: number
  readonly pages: readonly PageTimes[]
  /** Most bytes resident. */
  readonly rss: number
}

const child = join(import.meta.dirname, 'engine-child.ts')
const run = promisify(execFile)

/** @param ask `live` alone, or all `pages`, or the pages of a `number`. */
export async function runEngine(
  { directory, to }: BenchStore,
  ask: 'live' | 'pages' | 'number',
  rounds = 1,
): Promise<EngineRun> {
  const options = { directory, to: String(to), ask, rounds: String(rounds) }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  const { stdout } = await run(process.execPath, [child, ...args], { maxBuffer: 64 * 1024 * 1024 })
  return JSON.parse(stdout) as EngineRun
}
