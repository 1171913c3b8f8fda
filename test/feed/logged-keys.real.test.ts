import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findSecrets } from '../support/logs/find-secrets.ts'

const preload = new URL('../support/logs/keep.mjs', import.meta.url).href

/** A program of ours that makes a key, as the feed does, and writes `said` to its log; `key` stands for the key. */
const program = (said: string): string => `
  import { randomBytes } from 'node:crypto'
  import { Worker } from 'node:worker_threads'
  import { pino } from 'pino'
  const key = randomBytes(24).toString('base64url')
  const log = pino({}, pino.destination({ fd: 2, sync: true }))
  log.info('started')
  ${said}`

async function leaksOf(said: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'honeynet-logs-'))
  const env = { ...process.env, HONEYNET_TEST_LOGS: folder, NODE_OPTIONS: `--import=${preload}` }
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program(said)], { env, stdio: 'ignore' })
  const [code] = (await once(child, 'close')) as [number | null]
  const { logs, secrets, leaks } = findSecrets(folder)
  rmSync(folder, { recursive: true })
  expect([code, logs > 0, secrets]).toEqual([0, true, 2])
  return leaks
}

it.each([
  ['a path', 'log.info({ url: `/api/${key}/banned` })'],
  ['a header', 'log.warn({ headers: { authorization: `Bearer ${key}` } })'],
  ['an error', 'log.error({ err: new Error(`no such file: list/${key}/plain`) })'],
  ['the middle of a longer word', 'log.info(`x-${key}-banned`)'],
  ['a plain complaint', 'console.error(key)'],
  ['the log of a thread', 'new Worker(`import("node:fs").then((fs) => fs.writeSync(2, "${key}"))`, { eval: true })'],
])('the check at the end of a run finds a key in %s, and does not repeat it', async (_name, said) => {
  const leaks = await leaksOf(said)
  expect(leaks).toHaveLength(1)
  expect(leaks[0]).not.toMatch(/[\w-]{32}/)
})

it('the check finds nothing where no key was logged', async () => {
  expect(await leaksOf("log.info({ key: key.slice(0, 8), hash: 'ab'.repeat(32) }, 'recorded')")).toEqual([])
})
