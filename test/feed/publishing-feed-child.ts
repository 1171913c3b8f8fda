import { once } from 'node:events'
import { flushCompileCache } from 'node:module'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import { pino } from 'pino'
import { systemClock } from '../../src/feed/time/clock.ts'
import { readConfig } from '../../src/feed/config.ts'
import { startFeed } from '../../src/feed/feed.ts'

/**
 * The feed in a process that kills itself while it writes: a thread watches the write-ahead log and sends SIGKILL a few
 * hundred microseconds after the n-th transaction began to reach it. It has everything loaded and waits for
 * `CONFIG DATABASE N MICROSECONDS` on stdin, so that fifty of them cost no fifty starts.
 */
const killer = `
const { statSync } = require('node:fs')
const { workerData: { log, transactions, microseconds } } = require('node:worker_threads')
const look = () => {
  const found = statSync(log, { throwIfNoEntry: false, bigint: true })
  return found ? found.size + ' ' + found.mtimeNs : ''
}
let before = look()
for (let seen = 0; seen < transactions; ) {
  const now = look()
  if (now !== before) seen += 1
  before = now
}
const end = process.hrtime.bigint() + BigInt(microseconds) * 1000n
while (process.hrtime.bigint() < end);
process.kill(process.pid, 'SIGKILL')`

// Whoever is killed cannot keep what was compiled for the next one.
flushCompileCache()
const [line] = (await once(createInterface({ input: process.stdin }), 'line')) as [string]
const [config = '', database = '', transactions, microseconds] = line.split(' ')
const workerData = { log: `${database}-wal`, transactions: Number(transactions), microseconds: Number(microseconds) }
const log = pino({ level: 'error' }, pino.destination({ fd: 2, sync: true }))
const feed = await startFeed(readConfig(config), { clock: systemClock, log })
process.stdout.write(`${feed.url}\n`)
new Worker(killer, { eval: true, workerData })
