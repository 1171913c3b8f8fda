import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askRightly } from '../../../../src/engine/explore/ask.ts'
import { dialogsPage } from '../../../../src/engine/store/query/dialogs.ts'
import { fingerprintsPage } from '../../../../src/engine/store/query/fingerprints.ts'
import { messagesPage } from '../../../../src/engine/store/query/messages.ts'
import { numbersPage } from '../../../../src/engine/store/query/numbers.ts'
import { sourcesPage } from '../../../../src/engine/store/query/sources.ts'
import { randomStore } from './random-store.ts'

const now = Date.UTC(2026, 2, 30)
let open: ReturnType<typeof randomStore>
beforeAll(() => {
  open = randomStore(11, 5000, now)
})
afterAll(() => open.stop())

const pages = {
  dialogs: dialogsPage,
  messages: messagesPage,
  sources: sourcesPage,
  numbers: numbersPage,
  fingerprints: fingerprintsPage,
}
type Tab = keyof typeof pages

function page(tab: Tab, filter: string, request: { offset?: number; cursor?: string; limit: number; up?: boolean }) {
  const reading = { reader: open.store.reader, now: () => now, cancelled: () => false }
  const { run, plan } = askRightly(reading, { filter, zone: 'UTC', answers: false }, Infinity)
  const { up, ...rest } = request
  return pages[tab](run, plan, { ...rest, ...(up ? { sort: { by: 'time', descending: false } } : {}) })
}

/** Every row, by cursors alone. */
function everything(tab: Tab, filter: string, up = false): unknown[] {
  const rows: unknown[] = []
  let next: string | undefined
  do {
    const found = page(tab, filter, { limit: 500, up, ...(next === undefined ? {} : { cursor: next }) })
    rows.push(...found.rows)
    next = found.next
  } while (next !== undefined)
  return rows
}

describe('a page asked for by its place', () => {
  const filters = ['', 'method:INVITE', '-country:SE', 'num:*780296 or method:OPTIONS', 'since:2026-03-29']
  const tabs: Tab[] = ['dialogs', 'messages', 'sources', 'numbers', 'fingerprints']

  it.each(tabs)('holds the same rows as reading up to it: %s', (tab) => {
    for (const filter of filters) {
      const all = everything(tab, filter)
      const places = [0, 1, 7, Math.floor(all.length / 2), 2500, all.length - 3, all.length, all.length + 10]
      for (const offset of places.filter((each) => each >= 0)) {
        const found = page(tab, filter, { offset, limit: 20 })
        expect(found.rows, `${filter} from ${offset}`).toEqual(all.slice(offset, offset + 20))
        expect(found.next !== undefined, `more after ${offset}`).toBe(offset + 20 < all.length)
      }
    }
  })

  it('goes on behind it by its cursor', () => {
    const all = everything('messages', '')
    const first = page('messages', '', { offset: 2600, limit: 20 })
    expect(page('messages', '', { cursor: first.next ?? '', limit: 20 }).rows).toEqual(all.slice(2620, 2640))
  })

  it('counts from the oldest where that is the order', () => {
    const all = everything('messages', '', true)
    expect(all.length).toBeGreaterThan(2620)
    const found = page('messages', '', { offset: 2600, limit: 20, up: true })
    expect(found.rows).toEqual(all.slice(2600, 2620))
  })
})
