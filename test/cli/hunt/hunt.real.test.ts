import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openStore } from '../../../src/engine/store/open.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { request, seed } from '../../support/triage.ts'
import { start } from '../honeynet.ts'
import { ran } from '../in-process.ts'
import { hit, rawHit } from '../schemas.ts'
import { temporary } from '../temporary.ts'

const begin = Date.UTC(2026, 2, 1) * 1000
const many = 20_000
const traffic = takeTraffic(many, 3, begin)
const hostile = request({ source: '203.0.113.66', at: begin + 1, headers: ['X-Try: \x1b[2J needle \u202e'] })
let folder: string

beforeAll(() => {
  folder = temporary()
  seed(folder, [...traffic, hostile])
})

const hunt = (filter: string, ...more: readonly string[]) => ran(['hunt', filter, '--data', folder, ...more])
const text = ([, , , , , , , , bytes]: (typeof traffic)[number]): string => Buffer.from(bytes).toString('latin1')

test('everything whose bytes match is found, with its bytes, beside a console, and nothing is kept of the hunt', async () => {
  const store = openStore({ directory: folder })
  const found = await hunt('~"User-Agent: (pplsip|sipcli/v1\\.[0-9])" method:INVITE', '--json', '--raw')
  const kept = store.reader.get<{ n: number }>('SELECT count(*) AS n FROM hunt')?.n
  store.close()
  expect(found).toMatchObject({ code: 0, stderr: '' })
  const rows = z.array(rawHit).parse(found.json())
  const sent = [...traffic, hostile]
    .map(text)
    .filter((each) => /^INVITE [^]*User-Agent: (pplsip|sipcli\/v1\.\d)/.test(each))
  expect(rows.map(({ raw }) => Buffer.from(raw ?? '', 'base64').toString('latin1')).sort()).toEqual(sent.sort())
  for (const { excerpt } of rows)
    expect(excerpt.text.slice(excerpt.from, excerpt.to)).toMatch(/^User-Agent: (pplsip|sipcli)/)
  expect(kept).toBe(0)
})

test('the excerpt of a hostile message drives no terminal', async () => {
  const [table, json] = [await hunt('raw:"needle"'), await hunt('raw:"needle"', '--json')]
  for (const { code, stdout } of [table, json]) {
    expect(code).toBe(0)
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
  }
  expect(table.stdout).toContain('\\e[2J needle')
  expect(z.array(hit).parse(json.json())[0]).toMatchObject({ source: '203.0.113.66' })
})

test('it stops at its limit, and tells nothing found, mistakes and other folders apart', async () => {
  expect((await hunt('raw:"Via:"', '--limit', '7', '--json')).json()).toHaveLength(7)
  expect(await hunt('raw:"nobody sends this"')).toMatchObject({ code: 1, stdout: '' })
  const wrong = await hunt('~"(" src:192.0.2.1')
  expect(wrong).toMatchObject({ code: 2, stdout: '' })
  expect(wrong.stderr).toMatch(/missing closing \)[^]*\n {3}\^\^\^\n/)
  expect((await hunt('src:192.0.2.1')).stderr).toMatch(/use honeynet query/)
  expect(await ran(['hunt', 'raw:"x"', '--data', join(folder, 'none')])).toMatchObject({ code: 3, stdout: '' })
})

test('messages whose bytes are gone are named, and the code says that it is a part', async () => {
  const directory = temporary()
  seed(directory, traffic.slice(0, 600))
  const store = openStore({ directory })
  store.writer.run('DELETE FROM raw_block')
  store.writer.run('DELETE FROM raw')
  store.close()
  const gone = await ran(['hunt', 'raw:"Via:"', '--data', directory])
  expect(gone).toMatchObject({ code: 5, stdout: '' })
  expect(gone.stderr).toMatch(/messages could not be searched: their bytes are gone/)
})

test('interrupted it is 130, and what was found is printed whole', async () => {
  const { code, stderr, stdout, json } = await start(['hunt', 'raw:"Via:"', '--data', folder, '--json'], (running) =>
    running.kill('SIGINT'),
  ).ended
  expect({ code, stderr }).toEqual({ code: 130, stderr: '' })
  expect(stdout.endsWith('\n')).toBe(true)
  expect(json().length).toBeLessThan(many / 4)
})
