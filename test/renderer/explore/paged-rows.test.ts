import { describe, expect, it, vi } from 'vitest'
import { pageTimers } from '../../../src/renderer/composables/timers.ts'
import {
  createPagedRows,
  pageLength,
  type PagePlace,
  type PartialPage,
} from '../../../src/renderer/lists/paged-rows.ts'

const wait = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))
const until = (what: string, holds: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(holds(), what).toBe(true), { timeout: 45_000, interval: 5 })

/** A list of `length` numbers, answered as the engine does: a cursor is the place where to go on. */
function numbers(length: number, options: { total?: number; most?: number; delay?: number; piece?: number } = {}) {
  const asked: PagePlace[] = []
  let cancelled = 0
  const read = async (place: PagePlace, signal: AbortSignal): Promise<PartialPage<{ n: number }>> => {
    asked.push(place)
    signal.addEventListener('abort', () => (cancelled += 1))
    await wait(options.delay ?? 1)
    const from = place.cursor === undefined ? (place.offset ?? 0) : Number(place.cursor)
    const to = Math.min(length, from + Math.min(place.limit, options.piece ?? place.limit))
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, at) => ({ n: from + at }))
    return { rows, ...(to < length ? { next: String(to) } : {}), complete: to - from === place.limit }
  }
  const rows = createPagedRows({ read, total: () => options.total, most: options.most ?? 1e6, timers: pageTimers })
  return { rows, asked, cancelled: () => cancelled }
}
const has = (rows: { at(index: number): { n: number } | undefined }, index: number) => () => rows.at(index)?.n === index

describe('rows read by pages', () => {
  it('is as long as the hits, and reads what is in sight alone', async () => {
    const { rows, asked } = numbers(900_000, { total: 900_000 })
    rows.want(0, 40)
    expect(rows.length).toBe(0)
    await until('the first page is there', has(rows, 39))
    expect(rows.length).toBe(900_000)
    expect(rows.at(pageLength)).toBeUndefined()
    expect(asked).toEqual([{ limit: pageLength }])
  })

  it('jumps by place, and goes on behind a page it has', async () => {
    const { rows, asked } = numbers(900_000, { total: 900_000 })
    rows.want(0, 40)
    await until('the first page is there', has(rows, 0))
    rows.want(500_010, 500_050)
    await until('the far page is there', has(rows, 500_049))
    rows.want(500_190, 500_230)
    await until('the page behind it is there', has(rows, 500_229))
    expect(asked).toEqual([
      { limit: pageLength },
      { offset: 500_000, limit: pageLength },
      { cursor: '500200', limit: pageLength },
    ])
  })

  it('reads the next page before a list that scrolls comes to it, and none for a jump', async () => {
    const { rows, asked } = numbers(900_000, { total: 900_000 })
    rows.want(0, 40)
    await until('the first page is there', has(rows, 0))
    rows.want(15, 55)
    await wait(60)
    expect(asked.length).toBe(1)
    for (let at = 30; at <= 75; at += 15) rows.want(at, at + 40)
    await until('the second page is there', has(rows, pageLength))
    rows.want(500_110, 500_150)
    await until('the far page is there', has(rows, 500_110))
    await wait(60)
    rows.want(500_095, 500_135)
    await until('the page before it is there', has(rows, 499_999))
    expect(asked.slice(1)).toEqual([
      { cursor: '200', limit: pageLength },
      { offset: 500_000, limit: pageLength },
      { offset: 499_800, limit: pageLength },
    ])
  })

  it('finds the end of a list of which it does not know how long it is, reading ahead', async () => {
    const { rows, asked } = numbers(450)
    rows.want(0, 40)
    await until('the first page is there', has(rows, 0))
    for (let at = 20; at <= 420; at += 20) {
      rows.want(at, at + 30)
      await until(`row ${at} is there`, has(rows, at))
    }
    await until('the end is known', () => rows.lengthIsKnown)
    expect([rows.length, asked.length]).toEqual([450, 3])
  })

  it('asks for none of the pages that a dragged scroll bar only passes, and gives up those it left', async () => {
    const { rows, asked, cancelled } = numbers(1e6, { total: 1e6, delay: 60 })
    for (let at = 0; at < 400_000; at += 10_000) rows.want(at, at + 40)
    await wait(40)
    rows.want(800_000, 800_040)
    await until('the last place is there', has(rows, 800_000))
    expect(asked.length).toBeLessThanOrEqual(3)
    expect(cancelled()).toBeGreaterThan(0)
    expect(rows.loaded().every(({ n }) => n >= 800_000)).toBe(true)
  })

  it('grows as it is read when nobody knows how many there are, and ends where they end', async () => {
    const { rows } = numbers(450)
    rows.want(0, 40)
    await until('the first page is there', has(rows, 0))
    expect([rows.length, rows.lengthIsKnown]).toEqual([pageLength + 1, false])
    rows.want(190, 230)
    await until('the second', has(rows, 229))
    expect(rows.length).toBe(2 * pageLength + 1)
    rows.want(390, 430)
    await until('the last', has(rows, 449))
    expect([rows.length, rows.lengthIsKnown]).toEqual([450, true])
  })

  it('shows each piece of a page at once and fills it', async () => {
    const { rows } = numbers(300, { piece: 30, delay: 15 })
    rows.want(0, 40)
    await until('the first piece is there', has(rows, 0))
    expect(rows.at(199)).toBeUndefined()
    expect(rows.partial).toBeDefined()
    await until('the page is whole', has(rows, 199))
    expect(rows.reading).toBe(false)
  })

  it('keeps no places for rows that could not be read', async () => {
    const read = (): Promise<never> => Promise.reject(new Error('no engine'))
    const rows = createPagedRows({ read, total: () => 900, most: 1e6, timers: pageTimers })
    rows.want(0, 40)
    await until('it failed', () => rows.error !== undefined)
    expect(rows.length).toBe(0)
  })

  it('stops in the middle of a page, keeps what came, and goes on from there', async () => {
    const { rows, asked } = numbers(300, { piece: 30, delay: 15 })
    rows.want(0, 40)
    await until('the first piece is there', has(rows, 0))
    rows.stop()
    await until('nothing is on its way', () => !rows.reading)
    const [before, had] = [asked.length, rows.loaded().length]
    await wait(60)
    expect([asked.length, rows.at(199)]).toEqual([before, undefined])
    rows.retry()
    await until('the page is whole', has(rows, 199))
    expect(asked[before]).toEqual({ cursor: String(had), limit: pageLength - had })
    expect(rows.loaded().map(({ n }) => n)).toEqual(Array.from({ length: 200 }, (_, n) => n))
  })

  it('reaches no row beyond the most', async () => {
    const { rows } = numbers(5e6, { total: 5e6, most: 1e6 })
    rows.want(0, 40)
    await until('the first page is there', has(rows, 0))
    expect(rows.length).toBe(1e6)
  })

  it('says what went wrong, and tries again when told to', async () => {
    let broken = true
    const read = (): Promise<PartialPage<{ n: number }>> =>
      broken ? Promise.reject(new Error('no disk')) : Promise.resolve({ rows: [{ n: 0 }] })
    const rows = createPagedRows({ read, most: 10, timers: pageTimers })
    rows.want(0, 40)
    await until('it failed', () => rows.error !== undefined)
    expect([rows.answered, rows.length, (rows.error as Error).message]).toEqual([true, 0, 'no disk'])
    broken = false
    rows.retry()
    await until('the row is there', has(rows, 0))
    expect([rows.length, rows.error]).toEqual([1, undefined])
  })

  it('keeps old rows on screen while they are read again', async () => {
    let round = 0
    const read = async (): Promise<PartialPage<{ n: number }>> => {
      round += 1
      await wait(20)
      return { rows: [{ n: round }] }
    }
    const rows = createPagedRows({ read, most: 10, timers: pageTimers })
    rows.want(0, 1)
    await until('the first answer', () => rows.at(0)?.n === 1)
    rows.refresh()
    await wait(30)
    expect(rows.at(0)).toBeDefined()
    await until('the second answer', () => rows.at(0)?.n === 2)
  })

  it('forgets pages far away when it has many', async () => {
    const { rows } = numbers(1e6, { total: 1e6, delay: 0 })
    for (let page = 0; page < 70; page += 1) {
      rows.want(page * pageLength, page * pageLength + 40)
      await until(`page ${page}`, has(rows, page * pageLength))
    }
    expect(rows.at(0)).toBeUndefined()
    expect(rows.loaded().length).toBeLessThanOrEqual(60 * pageLength)
  })
})
