import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openStore } from '../../../src/engine/store/open.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { seed } from '../../support/triage.ts'
import { linesOf, ran } from '../in-process.ts'
import { temporary } from '../temporary.ts'

const begin = Date.UTC(2026, 2, 1) * 1000
const events = 300
let folder: string
/** For files. */
let desk: string

beforeAll(() => {
  ;[folder, desk] = [temporary(), temporary()]
  seed(folder, takeTraffic(events, 3, begin))
})

const at = (data: string, ...args: readonly string[]) => ran([...args, '--data', data])
const verified = z.tuple([z.strictObject({ ok: z.boolean(), words: z.string() })])

test('verify reads all beside a console, and says by its code and in words when something is wrong', async () => {
  const console_ = openStore({ directory: folder })
  const fine = await at(folder, 'verify', '--json')
  console_.close()
  expect(fine).toMatchObject({ code: 0, stderr: '' })
  expect(verified.parse(fine.json())[0]).toMatchObject({ ok: true })

  const wrong = temporary()
  seed(wrong, takeTraffic(100, 4, begin))
  const store = openStore({ directory: wrong })
  store.writer.run('UPDATE tally_minute SET messages = messages + 1')
  store.close()
  const counts = await at(wrong, 'verify', '--json')
  expect(counts.code).toBe(4)
  expect(verified.parse(counts.json())[0]).toMatchObject({
    ok: false,
    words: expect.stringContaining('counts') as string,
  })

  const path = join(wrong, 'console.db')
  writeFileSync(path, 'no database at all, but quite long. '.repeat(300))
  const broken = await at(wrong, 'verify')
  expect(broken.code).toBe(4)
  expect(broken.stdout).toMatch(/damaged/)
  expect(await at(join(wrong, 'none'), 'verify')).toMatchObject({ code: 3, stdout: '' })
  expect(await at(folder, 'verify', 'all')).toMatchObject({ code: 2, stdout: '' })
})

test('a backup is whole, is never written over another file, and comes back with all that it held', async () => {
  const file = join(desk, 'one.db')
  const made = await at(folder, 'backup', '--out', file, '--json')
  expect(made).toMatchObject({ code: 0, stderr: '' })
  const told = z.tuple([z.strictObject({ file: z.string(), bytes: z.number(), events: z.number().nullable() })])
  expect(told.parse(made.json())[0]).toEqual({ file, bytes: statSync(file).size, events })
  expect(await at(folder, 'backup', '--out', file)).toMatchObject({ code: 6, stdout: '' })
  expect(await at(folder, 'backup', '--out', join(desk, 'none', 'x.db'))).toMatchObject({ code: 6, stdout: '' })

  const other = temporary()
  seed(other, takeTraffic(40, 9, begin))
  const restored = await at(other, 'restore', file, '--json')
  expect(restored).toMatchObject({ code: 0, stderr: '' })
  const shape = z.tuple([z.strictObject({ events: z.number(), data: z.string(), before: z.string().nullable() })])
  const [{ before, ...rest }] = shape.parse(restored.json())
  expect(rest).toEqual({ events, data: other })
  expect((await at(other, 'query', '', '--answers', '--count')).stdout).toBe(`${events}\n`)
  expect((await at(before ?? '', 'query', '', '--answers', '--count')).stdout).toBe('40\n')
  expect(await at(other, 'verify')).toMatchObject({ code: 0 })
})

test('nothing is restored over a console, from no file or from a file that is no backup', async () => {
  const console_ = openStore({ directory: folder })
  const file = join(desk, 'two.db')
  expect(await at(folder, 'backup', '--out', file)).toMatchObject({ code: 0 })
  const refused = await at(folder, 'restore', file)
  console_.close()
  expect(refused).toMatchObject({ code: 3, stdout: '' })
  expect(refused.stderr).toMatch(/another console is already using/)
  expect(await at(folder, 'restore', join(desk, 'none.db'))).toMatchObject({ code: 6, stdout: '' })
  const text = join(desk, 'text.db')
  writeFileSync(text, 'words '.repeat(500))
  expect(await at(folder, 'restore', text)).toMatchObject({ code: 3, stdout: '' })
  expect(await at(folder, 'restore')).toMatchObject({ code: 2, stdout: '' })
  expect((await at(folder, 'query', '', '--answers', '--count')).stdout).toBe(`${events}\n`)
})

const exported = z.tuple([
  z.strictObject({
    file: z.string(),
    format: z.enum(['csv', 'jsonl', 'pcapng']),
    tab: z.string(),
    rows: z.number(),
    bytes: z.number(),
    unread: z.number(),
    cut: z.number(),
  }),
])

test('what is exported as pcapng is read again by an import, message by message', async () => {
  const file = join(desk, 'all.pcapng')
  const made = await at(folder, 'export', '', '--answers', '--format', 'pcapng', '--out', file, '--json')
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(exported.parse(made.json())[0]).toMatchObject({ rows: events, bytes: statSync(file).size, unread: 0, cut: 0 })
  const again = temporary()
  await at(again, 'import', file)
  const sip = (await at(folder, 'query', 'method:*', '--answers', '--count')).stdout
  expect((await at(again, 'query', 'method:*', '--answers', '--count')).stdout).toBe(sip)
})

test('rows are exported as CSV and JSON lines; nothing found leaves no file, and no file is written over', async () => {
  const [csv, jsonl, none] = [join(desk, 'a.csv'), join(desk, 'a.jsonl'), join(desk, 'none.csv')]
  const sources = Number((await at(folder, 'query', '', '--tab', 'sources', '--count')).stdout)
  const to = (file: string, format: string) => ['--tab', 'sources', '--format', format, '--out', file]
  expect(await at(folder, 'export', '', ...to(csv, 'csv'))).toMatchObject({ code: 0, stderr: '' })
  expect(linesOf(readFileSync(csv, 'utf8'))).toHaveLength(sources + 1)
  expect(await at(folder, 'export', '', ...to(jsonl, 'jsonl'))).toMatchObject({ code: 0, stderr: '' })
  const rows = linesOf(readFileSync(jsonl, 'utf8')).map((line) => JSON.parse(line) as unknown)
  expect(z.array(z.object({ address: z.string() })).parse(rows)).toHaveLength(sources)
  expect(await at(folder, 'export', 'src:192.0.2.9', ...to(none, 'csv'))).toMatchObject({ code: 1 })
  expect(existsSync(none)).toBe(false)
  expect(await at(folder, 'export', '', ...to(csv, 'csv'))).toMatchObject({ code: 6, stdout: '' })
  expect(linesOf(readFileSync(csv, 'utf8'))).toHaveLength(sources + 1)
  expect(await at(folder, 'export', '', '--format', 'xml', '--out', none)).toMatchObject({ code: 2, stdout: '' })
  expect(await at(folder, 'export', '', '--format', 'csv')).toMatchObject({ code: 2, stdout: '' })
})

test('a folder in which nothing may be made is 3 in words, whatever should be made there', async () => {
  const file = join(desk, 'made.db')
  expect(await at(folder, 'backup', '--out', file)).toMatchObject({ code: 0 })
  const restored = await at('/sys/honeynet', 'restore', file)
  expect(restored).toMatchObject({ code: 3, stdout: '' })
  expect(restored.stderr).toMatch(/^honeynet: no permission to write there/)
  expect(await at('/sys/honeynet', 'import', file)).toMatchObject({ code: 3, stdout: '' })
})
