import { expect, test } from 'vitest'
import type { TailBatch } from '../../src/contract/console/live.ts'
import type { EventRow } from '../../src/contract/console/vocabulary.ts'
import { createTail } from '../../src/engine/tail.ts'

let lastId = 0
const rows = (count: number, direction: EventRow['direction'] = 'in'): EventRow[] =>
  Array.from({ length: count }, () => ({
    ...{ id: (lastId += 1), dialog: 1, sensor: 1, time: 0, source: '192.0.2.1', port: 5060, transport: 'udp' as const },
    ...{ direction, tool: 'unknown' as const, class: 'unknown' as const, severity: 'unknown' as const },
    ...{ proof: 'unproven' as const, size: 0 },
  }))

/** A reader that takes one batch whenever it is asked to. */
function reading(tail: ReturnType<typeof createTail>, directions: 'in' | 'both' = 'in') {
  const abort = new AbortController()
  const stream = tail.stream(directions, abort.signal)
  const first = stream.next()
  const take = async (next = stream.next()): Promise<TailBatch> => {
    const item = await next
    if (item.done) throw new Error('the stream is over')
    return item.value
  }
  return { first: () => take(first), take: () => take(), stream, stop: () => abort.abort() }
}

test('what a slow reader cannot hold is dropped, oldest first, and counted', async () => {
  const tail = createTail()
  const reader = reading(tail)
  const sent = rows(1200)
  tail.publish(sent.slice(0, 600))
  tail.publish(sent.slice(600))
  const batch = await reader.first()
  expect(batch).toMatchObject({ seen: 1200, dropped: 700 })
  expect(batch.rows).toEqual(sent.slice(700))
  reader.stop()
})

test('over many bursts every event is either shown or counted as dropped, and no row comes twice', async () => {
  const tail = createTail()
  const reader = reading(tail)
  const shown: number[] = []
  let last: TailBatch = { rows: [], seen: 0, dropped: 0 }
  for (const [at, burst] of [30, 900, 500, 501, 1, 2400].entries()) {
    tail.publish(rows(burst))
    last = await (at === 0 ? reader.first() : reader.take())
    shown.push(...last.rows.map(({ id }) => id))
    expect(last.rows.length).toBeLessThanOrEqual(500)
    expect(shown.length + last.dropped).toBe(last.seen)
  }
  expect(last.seen).toBe(30 + 900 + 500 + 501 + 1 + 2400)
  expect(new Set(shown).size).toBe(shown.length)
  reader.stop()
})

test('a slow reader takes nothing from another, and each counts only what it asked for', async () => {
  const tail = createTail()
  const [slow, both] = [reading(tail), reading(tail, 'both')]
  tail.publish([...rows(10), ...rows(5, 'out')])
  expect(await both.first()).toMatchObject({ seen: 15, dropped: 0 })
  expect(await slow.first()).toMatchObject({ seen: 10, dropped: 0 })
  tail.publish(rows(500))
  expect(await both.take()).toMatchObject({ seen: 515, dropped: 0 })
  tail.publish(rows(200))
  expect(await both.take()).toMatchObject({ seen: 715, dropped: 0 })
  expect(await slow.take()).toMatchObject({ seen: 710, dropped: 200 })
  slow.stop()
  both.stop()
})

test('a reader that leaves is forgotten', async () => {
  const tail = createTail()
  const reader = reading(tail)
  expect(tail.watched).toBe(true)
  reader.stop()
  await expect(reader.first()).rejects.toThrow('over')
  expect(tail.watched).toBe(false)
})
