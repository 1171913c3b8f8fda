#!/usr/bin/env node
import { constants } from 'node:os'
import { outputTo } from './output/output.ts'
import { progressOn } from './output/progress.ts'
import { run } from './run.ts'

/** The engine for scripts and pipes: results on stdout, everything else on stderr, never a question. */
const abort = new AbortController()
let stoppedBy: number | undefined
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
for (const signal of signals) {
  process.once(signal, () => {
    stoppedBy = constants.signals[signal]
    abort.abort()
  })
}
process.stderr.on('error', () => undefined)

const code = await run(process.argv.slice(2), {
  output: outputTo(process.stdout),
  progress: progressOn(process.stderr),
  signal: abort.signal,
  endAtOnce: () => signals.forEach((signal) => process.removeAllListeners(signal)),
  say: (line) => void process.stderr.write(`${line}\n`),
  watched: process.stderr.isTTY,
  now: Date.now,
})
process.exitCode = stoppedBy === undefined ? code : 128 + stoppedBy
