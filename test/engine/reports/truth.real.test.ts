import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReportFormat, Tlp } from '../../../src/contract/console/reports.ts'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { recording } from '../../sip/fixtures.ts'
import { connected, request, startTriage, type Triage } from '../../support/triage.ts'

const start = Date.UTC(2026, 2, 1, 0, 30, 20) * 1000
const svmap = '203.0.113.1'
const caller = '203.0.113.2'
/** svmap's tag for the sensor's address 192.0.2.250 and port 5060, then 0x01 and a random number. */
const tag = Buffer.from('c00002fa13c4\x01123456789').toString('hex')
const cracker = '203.0.113.60'
/** What svcrack sent; the answers to it stand in the same recording. */
const cracking = recording('sip-tools/svcrack.jsonl')
  .map(({ raw }) => Buffer.from(raw))
  .filter((raw) => raw.subarray(0, 8).toString() === 'REGISTER')
  .map((raw, at): WireEvent => [start + at * 10_000, 0, cracker, 5060, '192.0.2.250', 5060, 0, at % 2, raw])
let open: Triage

beforeAll(async () => {
  open = await startTriage([
    request({ source: svmap, at: start, method: 'OPTIONS', user: '100', headers: [`f: <sip:100@1.1.1.1>;tag=${tag}`] }),
    request({ source: caller, at: start, user: '46850780296' }),
    request({ source: caller, at: start + 1_000_000, user: '+442079460123' }),
    request({ source: caller, at: start + 2_000_000, user: '+442079460123' }),
    request({ source: '203.0.113.40', at: start, user: '46850780296' }),
    ...cracking,
    ...Array.from({ length: 22 }, (_, at) => request({ source: `203.0.113.${at + 10}`, at: start + at })),
  ])
  await connected(open.client)
})
afterAll(() => open.stop())

async function text(address: string, format: ReportFormat = 'markdown', tlp: Tlp = 'AMBER'): Promise<string> {
  const file = await open.client.call('report.build', { subject: { kind: 'source', address }, format, tlp })
  return Buffer.from(file.bytes).toString('utf8')
}

test('the address of the sensor that svmap hides in its tag is masked below TLP:RED', async () => {
  for (const format of ['markdown', 'html', 'csv'] as const) expect(await text(svmap, format)).not.toContain(tag)
  const red = await text(svmap, 'markdown', 'RED')
  expect(red).toContain(tag)
  expect(red).not.toContain('their addresses are not given')
})

test('what is said of numbers and times is so', async () => {
  const report = await text(caller)
  expect(report).toContain('` 442079460123 `, behind 1 prefix, 2 attempts')
  expect(report).toContain('| ` 46850780296 ` | SE, a guess | 1 | (bare) 1 |')
  expect(report).toContain('| ` 442079460123 ` | GB, likely | 2 | ` + ` 2 |')
  const first = report.indexOf('First message')
  expect(first).toBeGreaterThan(0)
  expect(report.indexOf('Busiest minute')).toBeGreaterThan(first)
  expect(report).not.toContain('in all')
  expect(report).toContain('- Range: 2026-03-01 00:30:20Z to 2026-03-01 00:30:22Z')
})

test('a number that was only dialled bare stood behind no prefix', async () => {
  expect(await text('203.0.113.40')).toContain('Most dialled number: ` 46850780296 `, 1 attempt.')
})

test('what was guessed, by which program and how it is known, stands in the report', async () => {
  const report = await text(cracker)
  expect(report).toMatch(/Guessed passwords 36 times for one user: up to 36 guesses for one user; 36 passwords known/)
  expect(report).toContain('36 password attempts on 1 user; 36 passwords known.')
  expect(report).toContain('| ` 101 ` | ` 1201 ` | the message, in clear | 1 |')
  expect(report).toMatch(
    /\| ` REGISTER as 101 with a password, from “friendly-scanner”, which is SIPVicious ` \| worst/,
  )
  expect(await text(caller)).toContain('No password was tried.')
})

test('of a large campaign it says whose evidence and user agents are shown', async () => {
  const { client } = open
  const sources = [svmap, ...Array.from({ length: 22 }, (_, at) => `203.0.113.${at + 10}`)]
  const { id } = await client.call('campaign.create', { name: 'many', sources })
  const subject = { kind: 'campaign', id } as const
  const preview = JSON.stringify((await client.call('report.preview', { subject, tlp: 'AMBER' })).sections)
  expect(preview).toContain('From the 20 busiest of 23 sources.')
  expect(preview).toContain('User agents of the 20 busiest of 23 sources.')
})
