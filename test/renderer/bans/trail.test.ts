import { expect, it } from 'vitest'
import type { AuditRow } from '../../../src/contract/console/audit.ts'
import { auditColumns, noteIn } from '../../../src/renderer/views/bans/audit/audit-columns.ts'
import { newsOf } from '../../../src/renderer/views/bans/audit/merged.ts'

const row = (seq: number, ledger = 'a'): AuditRow => ({
  ...{ seq, time: seq, author: 'me', kind: 'ban.held', subject: 'x', about: '192.0.2.1', note: 'solo mode' },
  ...{ hash: `${ledger}${seq}`, previous: `${ledger}${seq - 1}` },
})
/** Newest first, `from` down to `to`. */
const rows = (from: number, to: number, ledger?: string): AuditRow[] =>
  Array.from({ length: from - to + 1 }, (_, at) => row(from - at, ledger))

it('puts what came on top of all that was read, older pages too', () => {
  const trail = { rows: rows(9, 2), next: '2' }
  const news = newsOf(trail, { rows: rows(11, 8), next: '8' })
  expect(news).toEqual({ count: 2, more: false, trail: { rows: rows(11, 2), next: '2' } })
  expect(newsOf(news.trail, { rows: rows(11, 8), next: '8' })).toEqual({ count: 0, more: false, trail: news.trail })
})

it('begins anew, without a hole, where more came than one page holds, and with another ledger', () => {
  const trail = { rows: rows(9, 2), next: '2' }
  const newest = { rows: rows(20, 17), next: '17' }
  expect(newsOf(trail, newest)).toEqual({ count: 4, more: true, trail: newest })
  const other = { rows: rows(9, 6, 'b'), next: '6' }
  expect(newsOf(trail, other).trail).toBe(other)
  expect(newsOf(undefined, other)).toEqual({ count: 0, more: false, trail: other })
})

it('says times in the zone on screen, and in exports as they are everywhere', () => {
  const held = { ...row(1), until: Date.UTC(2026, 2, 9, 14) }
  expect(noteIn(held, 'utc')).toBe('until 2026-03-09 14:00:00 UTC, solo mode')
  expect(auditColumns.find(({ id }) => id === 'note')?.plain?.(held)).toBe('until 2026-03-09T14:00:00.000Z, solo mode')
  expect(noteIn(row(1), 'utc')).toBe('solo mode')
})
