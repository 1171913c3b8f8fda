import Database from 'better-sqlite3'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { packBlock } from '../../src/engine/store/raw/block.ts'
import { sendHostile } from '../support/hostile-traffic.ts'
import { auditPage } from '../support/page-audit.ts'
import { until } from '../support/until.ts'
import { startWatchedHoneynet, type WatchedHoneynet } from '../support/watched-console.ts'

/** Three requests and what was answered: the bytes of the first message were deleted, the second's block is damaged. */
const attacker = '45.83.64.22'
const message = (at: number): string =>
  [
    'OPTIONS sip:100@192.0.2.250 SIP/2.0',
    `Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK-${1_000 + at}`,
    'To: <sip:100@192.0.2.250>',
    'From: <sip:100@192.0.2.250>;tag=1',
    'Call-ID: 77',
    `CSeq: ${at + 1} OPTIONS`,
    '',
    '',
  ].join('\r\n')

let running: WatchedHoneynet
beforeAll(async () => {
  running = await startWatchedHoneynet()
  const { sensor, host, page } = running
  const client = await running.speak()
  await client.call('sensor.add', { url: sensor.link, token: sensor.token })
  await sendHostile([{ what: 'knocks', address: attacker, messages: [0, 1, 2].map(message) }], sensor)
  const stored = async () => (await client.call('sources.page', { order: 'messages', limit: 9 })).rows[0]?.messages
  await until('the messages are stored', async () => (await stored()) === 3)
  spoil(join(running.data, 'console.db'))
  await page.goto(`${host.origin}/dialog/1`)
  await steps().nth(2).waitFor()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await running.page.screenshot({ path: `test-results/unread ${task.name}.png` })
})
afterAll(() => running.stop())

/** As a disk may, or somebody who writes to the file while the console runs. */
function spoil(path: string): void {
  const database = new Database(path)
  const [first, second] = database.prepare('SELECT event AS id, bytes FROM raw ORDER BY event').all() as {
    id: number
    bytes: Uint8Array
  }[]
  if (!first || !second) throw new Error('nothing waits to be packed')
  const { last, messages, size, packed } = packBlock([second])
  const damaged = Uint8Array.from(packed)
  damaged[20] = (damaged[20] ?? 0) ^ 1
  database.prepare('DELETE FROM raw WHERE event IN (?, ?)').run(first.id, second.id)
  const insert = `INSERT INTO raw_block (first, last, messages, from_time, to_time, size, packed) VALUES (?, ?, ?, 0, 1, ?, ?)`
  database.prepare(insert).run(second.id, last, messages, size, damaged)
  database.close()
}

const steps = (): Locator => running.page.getByRole('listbox', { name: 'Messages of this dialog' }).getByRole('option')
const why = (): Locator => running.page.getByText('The bytes of this message cannot be read:')

it('says why the bytes of a message cannot be read, and shows all the others', async () => {
  const { page, watched } = running
  expect(await why().textContent()).toBe('The bytes of this message cannot be read: retention deleted them.')
  expect(await steps().count()).toBeGreaterThanOrEqual(3)
  await steps().nth(1).click()
  await until('the damaged block is named', async () =>
    /block \d+ is damaged: its /.test((await why().textContent()) ?? ''),
  )
  expect(await page.getByText('When it came it had').textContent()).toMatch(/had \d+ bytes and was judged/)
  expect(await auditPage(page)).toEqual([])
  await steps().last().click()
  await page.getByRole('group', { name: 'Message as sent, line by line' }).getByText('CSeq: 3 OPTIONS').waitFor()
  expect(await why().count()).toBe(0)
  expect(watched.troubles).toEqual([])
})
