import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InboxSource } from '../../../src/contract/console/inbox.ts'
import { itemsOf, type InboxItem } from '../../../src/renderer/views/inbox/item.ts'
import { neighbour, steady } from '../../../src/renderer/views/inbox/steady.ts'

const source = (address: string, messages = 1): InboxSource => ({
  ...{ address, firstSeen: 0, lastSeen: 0, messages, dialogs: 1, sensors: 1, numbers: 0, prefixes: 0, tools: [] },
  ...{ classes: [], severity: 'high', proof: 'tcp', whitelisted: false, campaigns: [] },
  verdict: { severity: 'high', sentence: '', reasons: [], rules: 1 },
})
const rows = (...addresses: readonly string[]): readonly InboxItem[] =>
  itemsOf(
    [],
    addresses.map((address) => source(address)),
  )
const keys = (items: readonly InboxItem[]): readonly string[] => items.map(({ key }) => key)
const none = (key: string): boolean => key === ''

describe('the cursor goes', () => {
  const before = rows('a1', 'a2', 'a3', 'a4')
  it.each([
    ['to the row behind', 'a2', ['a1', 'a3', 'a4'], 'a3'],
    ['past others that left with it', 'a2', ['a1', 'a4'], 'a4'],
    ['back from the end', 'a4', ['a1', 'a2', 'a3'], 'a3'],
    ['nowhere when nothing is left', 'a2', [], undefined],
    ['nowhere from a row that was not there', 'other', ['a1'], undefined],
  ])('%s', (_words, active, left, expected) => {
    expect(neighbour(before, rows(...left), active)).toBe(expected)
  })
})

describe('rows that come and go', () => {
  const before = rows('a1', 'a2', 'a3', 'a4')
  const shown = (now: readonly string[], active = 'a2', acted = none) => {
    const { rows: items, held, ...rest } = steady(before, rows(...now), active, acted)
    return { keys: keys(items), came: held?.came ?? 0, gone: [...(held?.gone ?? [])], active: rest.active }
  }

  it('are shown as they are while they leave the cursor where it is', () => {
    expect(shown(['a1', 'a2', 'new', 'a4'])).toEqual({
      ...{ keys: ['a1', 'a2', 'new', 'a4'], came: 0, gone: [], active: 'a2' },
    })
    expect(shown(['x', 'a2'], 'a2')).toMatchObject({ keys: ['x', 'a2'], came: 0, gone: [] })
  })
  it('are held above the cursor, and shown below it', () => {
    expect(shown(['n1', 'a1', 'n2', 'a2', 'n3', 'a3'])).toEqual({
      ...{ keys: ['a1', 'a2', 'n3', 'a3'], came: 2, gone: [], active: 'a2' },
    })
  })
  it('stay where they were when they left, the one under the cursor too', () => {
    expect(shown(['a2', 'a3', 'a4'])).toEqual({
      ...{ keys: ['a1', 'a2', 'a3', 'a4'], came: 0, gone: ['a1'] },
      active: 'a2',
    })
    expect(shown(['a1', 'a3', 'a4'])).toEqual({
      ...{ keys: ['a1', 'a2', 'a3', 'a4'], came: 0, gone: ['a2'] },
      active: 'a2',
    })
    expect(shown([])).toEqual({ ...{ keys: ['a1', 'a2'], came: 0, gone: ['a1', 'a2'] }, active: 'a2' })
  })
  it('make room for the next when somebody acted on them, and for nobody else', () => {
    const acted = (key: string): boolean => key === 'a2'
    expect(shown(['a1', 'a3', 'a4'], 'a2', acted)).toEqual({
      keys: ['a1', 'a3', 'a4'],
      came: 0,
      gone: [],
      active: 'a3',
    })
    expect(shown(['n1', 'a1', 'a3', 'a4'], 'a2', acted)).toMatchObject({
      keys: ['a1', 'a3', 'a4'],
      came: 1,
      active: 'a3',
    })
    expect(shown(['a1'], 'a2', (key) => key !== 'a1')).toMatchObject({ keys: ['a1'], active: 'a1' })
    expect(shown([], 'a2', () => true)).toMatchObject({ keys: [], active: 'a2' })
  })
  it('are told with their newest figures, wherever they stand', () => {
    const now = itemsOf([], [source('new'), source('a1', 7), source('a2', 9)])
    const messages = steady(before, now, 'a2', none).rows.map((item) => item.kind === 'source' && item.source.messages)
    expect(messages).toEqual([7, 9])
  })
})

it('keeps the row under the cursor in its place, shows none twice, and every one that is not held', () => {
  const some = fc.uniqueArray(fc.integer({ min: 1, max: 10 }).map(String), { maxLength: 10 })
  fc.assert(
    fc.property(some, some, fc.nat(9), (old, now, at) => {
      const before = rows(...old)
      const active = old[at]
      const { rows: items, held } = steady(before, rows(...now), active, none)
      if (active !== undefined) expect(keys(items).indexOf(active)).toBe(at)
      expect(new Set(keys(items)).size).toBe(items.length)
      const missing = now.filter((key) => !keys(items).includes(key))
      expect(missing.length).toBe(held?.came ?? 0)
      expect(keys(items).filter((key) => !now.includes(key))).toEqual([...(held?.gone ?? [])])
    }),
    { numRuns: 500 },
  )
})
