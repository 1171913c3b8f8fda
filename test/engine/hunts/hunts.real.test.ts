import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HuntHit } from '../../../src/contract/console/hunts.ts'
import { interrupted, mostEnded, type Hunts } from '../../../src/engine/hunts/hunts.ts'
import { huntReads } from '../../../src/engine/hunts/reads.ts'
import { createReading } from '../../../src/engine/readers/reading.ts'
import { openStore, type Store } from '../../../src/engine/store/open.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { place } from '../../support/readers.ts'
import { until } from '../../support/until.ts'
import { ended, hitsOf, huntOf, slowMessages, slowPattern, startHunts, storeMessages, traffic } from './hunting.ts'

/** Finds something at once, and then takes seconds. */
const slow = `~"${slowPattern}" or raw:"sipcli"`

const [directory, remove] = temporaryDirectory()
let store: Store
let hunts: Hunts
beforeAll(async () => {
  store = openStore({ directory })
  await storeMessages(store, [...slowMessages(8), ...traffic(5, 3_300)])
  hunts = startHunts(store)
})
afterAll(async () => {
  await hunts.close()
  store.close()
  remove()
})

const begin = (filter: string, range?: { from: number; to: number }): number =>
  hunts.start({ filter, zone: 'UTC', answers: false, ...(range && { range }) })
const page = (id: number, cursor?: string, limit = 50) => {
  const { 'hunt.hits': hits } = huntReads(createReading({ place, reader: store.reader, live: {} }))
  return hits({ id, cursor, limit }, { signal: new AbortController().signal }) as Exclude<
    ReturnType<typeof hits>,
    Promise<unknown>
  >
}

function allHits(id: number, limit = 500): HuntHit[] {
  const rows: HuntHit[] = []
  for (let next = page(id, undefined, limit); ; next = page(id, next.next, limit)) {
    rows.push(...next.rows)
    if (next.next === undefined) return rows
  }
}

test('refuses what it cannot search for, in words', () => {
  expect(() => begin('method:INVITE')).toThrow(/Nothing in this filter looks at bytes/)
  expect(() => begin('*')).toThrow(/looks at bytes/)
  expect(() => begin('~"a(?=b)"')).toThrow(/At character 2 .* looking ahead/)
  expect(() => begin('nonsense:1 ~"a"')).toThrow(/nonsense/)
  expect(() => hunts.cancel(999)).toThrow(/removed/)
})

test('hits come page by page, the newest message first, with what is around the match', async () => {
  const id = begin('~"sip:9011\\d+@"')
  const { found } = await ended(hunts, id)
  const rows = allHits(id, 7)
  expect(rows.map((row) => row.id).sort((a, b) => a - b)).toEqual(hitsOf(store, id))
  expect(rows).toHaveLength(found)
  expect(rows.map(({ time }) => time)).toEqual(rows.map(({ time }) => time).sort((a, b) => b - a))
  for (const { excerpt } of rows) expect(excerpt.text.slice(excerpt.from, excerpt.to)).toMatch(/^sip:9011\d+@$/)
  expect(huntOf(hunts, id)?.echo).toBe('Messages whose bytes match “sip:9011\\d+@”')
})

test('the same is searched over another range', async () => {
  const id = begin('raw:"sipcli"')
  await ended(hunts, id)
  const times = allHits(id).map(({ time }) => time)
  const [to = 0, from = 0] = [times[10], times[30]]
  const again = hunts.again(id, { from, to })
  expect(await ended(hunts, again)).toMatchObject({ state: 'done', range: { from, to } })
  expect(allHits(again).map(({ time }) => time)).toEqual(times.filter((time) => time >= from && time < to))
  const third = hunts.again(again)
  expect((await ended(hunts, third)).found).toBe(huntOf(hunts, again)?.found)
})

test('what was found can be looked at while it runs; a cancel stops it at once and keeps that', async () => {
  const id = begin(slow)
  await until('something is found', () => (huntOf(hunts, id)?.found ?? 0) > 0 && hitsOf(store, id).length > 0)
  expect(huntOf(hunts, id)).toMatchObject({ state: 'running' })
  expect(page(id).rows.length).toBeGreaterThan(0)
  hunts.cancel(id)
  expect(huntOf(hunts, id)).toMatchObject({ state: 'cancelled' })
  const next = begin('raw:"no such bytes"')
  await until('the next one has begun', () => (huntOf(hunts, next)?.candidates ?? 0) > 0)
  const kept = huntOf(hunts, id)
  expect(kept?.found).toBe(hitsOf(store, id).length)
  expect(kept?.searched).toBeLessThan(kept?.candidates ?? 0)
  await ended(hunts, next)
  expect(huntOf(hunts, id)).toEqual(kept)
})

test('two run at a time, the third waits for its turn', async () => {
  const ids = [begin(slow), begin(slow), begin('raw:"sipcli"')]
  await until('the first ones run', () => (huntOf(hunts, ids[1] ?? 0)?.candidates ?? 0) > 0)
  expect(ids.map((id) => huntOf(hunts, id)?.waiting ?? false)).toEqual([false, false, true])
  hunts.cancel(ids[0] ?? 0)
  expect(await ended(hunts, ids[2] ?? 0)).toMatchObject({ state: 'done' })
  expect(huntOf(hunts, ids[1] ?? 0)).toMatchObject({ state: 'running' })
  hunts.remove(ids[1] ?? 0)
  expect(huntOf(hunts, ids[1] ?? 0)).toBeUndefined()
  expect(hitsOf(store, ids[1] ?? 0)).toEqual([])
})

test('only the newest of those that have ended are kept', async () => {
  for (let at = 0; at < mostEnded + 3; at += 1) await ended(hunts, begin('raw:"x" since:2027-01-01'))
  expect(hunts.list()).toHaveLength(mostEnded)
})

test('messages whose block is damaged or deleted are counted, and everything else is found', async () => {
  const whole = begin('raw:"sip"')
  const { found } = await ended(hunts, whole)
  const blocks = store.reader.all<{ first: number; last: number }>('SELECT first, last FROM raw_block ORDER BY first')
  const [gone, damaged] = [blocks.at(-2), blocks.at(-4)]
  store.writer.run('DELETE FROM raw_block WHERE first = ?', gone?.first ?? 0)
  store.writer.run('UPDATE raw_block SET packed = zeroblob(40) WHERE first = ?', damaged?.first ?? 0)
  const lost = [gone, damaged].flatMap((block) => {
    const [first, last] = [block?.first ?? 0, block?.last ?? 0]
    const kind = 'kind IN (SELECT id FROM kind WHERE direction = 0)'
    return store.reader.all<{ id: number }>(`SELECT id FROM event WHERE id BETWEEN ? AND ? AND ${kind}`, first, last)
  })
  const before = hitsOf(store, whole)
  const id = begin('raw:"sip"')
  const hunt = await ended(hunts, id)
  const unread = new Set(lost.map((event) => event.id))
  expect(hunt).toMatchObject({ state: 'done', unread: unread.size, searched: hunt.candidates - unread.size })
  expect(hitsOf(store, id)).toEqual(before.filter((event) => !unread.has(event)))
  expect(hunt.found).toBeLessThan(found)
  // The same, looked up one by one.
  const few = begin(`raw:"sip" size:>0 at:2026-02-01T00:00..2026-02-01T00:00:20`)
  expect((await ended(hunts, few)).unread).toBeGreaterThan(0)
  expect(allHits(whole).some(({ excerpt }) => excerpt.text === '')).toBe(true)
})

test('a hunt of a console that was killed is shown as interrupted, and can be started again', async () => {
  const [folder, removeFolder] = temporaryDirectory()
  const own = openStore({ directory: folder })
  await storeMessages(own, [...slowMessages(8), ...traffic(6, 1_000)])
  own.close()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'hunt-child.ts'), folder, slow])
  await once(child.stdout, 'data')
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
  const opened = openStore({ directory: folder })
  const after = startHunts(opened)
  const [killed] = after.list()
  expect(killed).toMatchObject({ state: 'cancelled', error: interrupted })
  expect(hitsOf(opened, killed?.id ?? 0)).toHaveLength(killed?.found ?? -1)
  const again = after.again(killed?.id ?? 0)
  await until('it is under way again', () => (huntOf(after, again)?.found ?? 0) > 0)
  await after.close()
  expect(after.list().find(({ id }) => id === again)).toMatchObject({ state: 'cancelled', error: interrupted })
  opened.close()
  removeFolder()
})

test('threads end when nothing is hunted, and nothing is left behind by a close', async () => {
  const more = startHunts(store, 1)
  const id = more.start({ filter: slow, zone: 'UTC', answers: true })
  await sleep(100)
  await more.close()
  expect(more.list().find((hunt) => hunt.id === id)).toMatchObject({ state: 'cancelled', error: interrupted })
})
