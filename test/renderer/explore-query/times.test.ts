import { describe, expect, it } from 'vitest'
import { parseFilter } from '../../../src/filter/parse.ts'
import { isBound, withinRange } from '../../../src/renderer/views/explore/query/times.ts'

const read = (text: string) => parseFilter(text, { now: Date.UTC(2026, 2, 1), zone: 'UTC' })
const names = (text: string): boolean => isBound(read(text).filter ?? { kind: 'everything' })
const range = { from: Date.UTC(2026, 1, 1, 10), to: Date.UTC(2026, 1, 1, 11) }
const within = (text: string): string => withinRange(text, read(text), range)

describe('times in a filter', () => {
  it('are seen wherever they stand', () => {
    expect(['since:now-1h', '-at:2026-03', '(method:BYE or until:2026-03) ua:x'].map(names)).toEqual([true, true, true])
    expect(['', 'method:INVITE', 'seen:>now-7d', 'expires:<now+2d', '~"since:now"'].some(names)).toBe(false)
  })

  it('are not asked of what a hunt found', () => {
    expect(['hunt:7', 'method:INVITE hunt:7'].map(names)).toEqual([true, true])
    expect(['-hunt:7', 'hunt:7 or method:BYE'].some(names)).toBe(false)
    expect(within('hunt:7 since:now-1h')).toBe('hunt:7 at:2026-02-01T10:00Z..2026-02-01T11:00Z')
  })

  it('give way to a stretch chosen in a chart', () => {
    expect(within('method:INVITE since:now-1h until:now country:DE')).toBe('method:INVITE country:DE')
    expect(within('method:INVITE')).toBe('method:INVITE')
    expect(within('at:2026-02-01')).toBe('')
  })

  it('stay within brackets, beside the stretch', () => {
    const stretch = 'at:2026-02-01T10:00Z..2026-02-01T11:00Z'
    expect(within('since:now-1h or method:BYE')).toBe(`(since:now-1h or method:BYE) ${stretch}`)
    expect(within('ua:x -(since:now-1h ua:y) at:2026-02-01')).toBe(`ua:x -(since:now-1h ua:y) ${stretch}`)
    expect(read(within('since:now-1h or method:BYE')).filter).toBeDefined()
  })
})
