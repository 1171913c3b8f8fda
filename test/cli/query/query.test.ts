import { join } from 'node:path'
import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { exploreTabs } from '../../../src/contract/console/explore.ts'
import { readMigrations } from '../../../src/engine/store/migrate.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { repository } from '../../support/console-process.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { request, seed } from '../../support/triage.ts'
import { linesOf, ran } from '../in-process.ts'
import { counted, lines, rawMessage } from '../schemas.ts'
import { temporary } from '../temporary.ts'

const begin = Date.UTC(2026, 2, 1) * 1000
const traffic = takeTraffic(400, 3, begin)
const hostile = request({
  source: '203.0.113.66',
  at: begin + 10_000_123,
  agent: '\x1b]0;owned\x07\x9b31m\u202etxt.exe\u2066',
  user: '900946850780296',
})
const isReceived = (event: (typeof traffic)[number]): boolean => event[6] === 0
let folder: string

beforeAll(() => {
  folder = temporary()
  seed(folder, [...traffic, hostile])
})

const query = (filter: string, ...more: readonly string[]) => ran(['query', filter, '--data', folder, ...more])

test.each(exploreTabs)('JSON lines of %s hold what is promised, all of it, and as many as are counted', async (tab) => {
  const all = await query('', '--tab', tab, '--json')
  expect(all).toMatchObject({ code: 0, stderr: '' })
  const rows = z.array(lines[tab]).parse(all.json())
  if (tab === 'messages') expect(rows.length).toBe(traffic.filter(isReceived).length + 1)
  const count = await query('', '--tab', tab, '--count', '--json')
  expect(rows.length).toBeGreaterThan(0)
  expect(z.array(counted).parse(count.json())).toEqual([{ tab, count: rows.length, complete: true }])
})

test('the bytes of a message are those that came', async () => {
  const [row] = z.array(rawMessage).parse((await query('src:203.0.113.66', '--json', '--raw')).json())
  expect(row).toMatchObject({ source: '203.0.113.66', time: '2026-03-01T00:00:10.000123Z', method: 'INVITE' })
  expect(row?.number).toMatchObject({ core: '46850780296', raw: '900946850780296' })
  expect(Buffer.from(row?.raw ?? '', 'base64').equals(hostile[8])).toBe(true)
})

test('answers are counted when they are asked for, and times are of the zone asked for', async () => {
  expect((await query('', '--answers', '--count')).stdout).toBe('401\n')
  const range = '2026-03-01T01:00..2026-03-01T01:00:00.1'
  const within = traffic.filter((event) => isReceived(event) && event[0] < begin + 100_000).length
  expect((await query('', '--count', '--range', range, '--zone', 'Europe/Berlin')).stdout).toBe(`${within}\n`)
  expect((await query('-src:203.0.113.66', '--count')).stdout).toBe(`${traffic.filter(isReceived).length}\n`)
  const shown = await query('src:203.0.113.66', '--zone', 'Europe/Berlin')
  expect(shown.stdout).toContain('2026-03-01 01:00:10.000')
})

test('what an attacker wrote drives no terminal, as a table or as JSON, and is whole in JSON', async () => {
  const [table, json] = [await query('src:203.0.113.66'), await query('src:203.0.113.66', '--json')]
  for (const { stdout } of [table, json]) expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
  expect(table.stdout).toContain('\\e]0;owned\\x07')
  const agent = lines.messages.parse(json.json()[0]).userAgent
  expect(agent).toContain('\x1b]0;owned\x07')
})

test('a table is sorted and limited as asked, fits the terminal, and says what was understood and what is left', async () => {
  const table = await ran(['query', 'country:SE', '--tab', 'sources', '--limit', '2', '--data', folder], 60)
  expect(linesOf(table.stdout)).toHaveLength(3)
  expect(table.stdout).toMatch(/^SOURCE +COUNTRY +MATCHING/)
  for (const line of linesOf(table.stdout)) expect(line.length).toBeLessThanOrEqual(60)
  expect(table.stderr).toContain('Messages from SE')
  expect(table.stderr).toContain('The first 2 sources; --limit all lists all.')
  const rows = z.array(lines.messages).parse((await query('', '--sort', 'time:asc', '--limit', '3', '--json')).json())
  expect(rows.map(({ id }) => id)).toHaveLength(3)
  expect(rows.map(({ time }) => time)).toEqual(rows.map(({ time }) => time).toSorted())
})

test('nothing found is 1, like grep', async () => {
  expect(await query('src:192.0.2.77', '--json')).toMatchObject({ code: 1, stdout: '', stderr: '' })
  expect(await query('src:192.0.2.77', '--count')).toMatchObject({ code: 1, stdout: '0\n' })
})

test('a mistake in the filter is shown by its place, with the nearest words', async () => {
  const { code, stdout, stderr } = await query('method:INVITE', 'verdct:high')
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(linesOf(stderr)).toEqual([
    'honeynet: There is no field verdct. To search for text with a colon, put it in quotes.',
    '  method:INVITE verdct:high',
    '                ^^^^^^',
    '  instead: verdict',
  ])
})

test.each<[string, readonly string[], RegExp]>([
  ['no command', [], /Usage: honeynet COMMAND/],
  ['another command', ['quary'], /there is no command quary; did you mean query\?/],
  ['no filter', ['query'], /a filter is missing/],
  ['another option', ['query', 'x', '--limt', '3'], /there is no option --limt; did you mean --limit\?/],
  ['a limit that is none', ['query', 'x', '--limit', '-3'], /--limit wants a whole number/],
  ['an option without its value', ['query', 'x', '--limit', '--json'], /--limit wants a value/],
  ['a value where none belongs', ['query', 'x', '--json=yes'], /--json takes no value/],
  ['another tab', ['query', 'x', '--tab', 'source'], /did you mean sources\?/],
  ['another order', ['query', 'x', '--sort', 'size'], /--sort knows time; not size/],
  ['a range that is none', ['query', 'x', '--range', '-1h..now'], /instead: now-1h/],
  ['two ranges', ['query', 'x', '--range', 'today,yesterday'], /--range wants one stretch/],
  ['bytes', ['query', '(num:123456 or raw:"x")'], /use honeynet hunt/],
  ['a table of bytes', ['query', 'x', '--raw'], /--raw goes with --json/],
  ['a zone that is none', ['query', 'x', '--zone', 'Mars/\x1b[31mBase'], /no time zone Mars\/\\e\[31mBase/],
  ['a hostile command', ['\x1b[31m'], /there is no command \\e\[31m/],
])('wrong usage is 2: %s', async (_, args, words) => {
  const { code, stdout, stderr } = await ran(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(words)
  expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{C}/u)
})

test('a folder that cannot be used is 3: without data, of an older or newer console, of something else', async () => {
  const [older, newer, other] = [temporary(), temporary(), temporary()]
  openStore({ directory: older, migrations: readMigrations().slice(0, 3) }).close()
  openStore({ directory: newer, migrations: [...readMigrations(), { version: 99, name: 'x', sql: '' }] }).close()
  writeFileSync(join(other, 'console.db'), 'this is no database, and long enough to be looked at '.repeat(40))
  const cases: readonly (readonly [string, RegExp])[] = [
    [join(older, 'none'), /there is no data/],
    [older, /older format; open the console/],
    [newer, /newer Honeynet Console/],
    [other, /file is damaged/],
  ]
  for (const [data, words] of cases) {
    const { code, stdout, stderr } = await ran(['query', '', '--data', data])
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(words)
  }
})

test('help and version are results, not mistakes', async () => {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')))
  expect(await ran(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' })
  for (const args of [['--help'], ['query', '--help'], ['query', '-h'], ['help', 'query']]) {
    const { code, stdout, stderr } = await ran(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Exit codes: 0 done, 1 nothing found')
  }
})
