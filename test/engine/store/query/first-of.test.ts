import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstOf } from '../../../../src/engine/store/query/first-of.ts'
import { pageBy } from '../../../../src/engine/store/query/rows.ts'

const keys = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 })

test('the first of many places are those of the whole list in order', () => {
  fc.assert(
    fc.property(keys, fc.nat(60), (values, count) => {
      const order = (a: number, b: number): number => (values[a] ?? 0) - (values[b] ?? 0) || a - b
      const places = Uint32Array.from(values.keys())
      expect([...firstOf(places, count, order)]).toEqual([...places].sort(order).slice(0, count))
      expect([...places]).toEqual([...values.keys()])
    }),
    { numRuns: 300 },
  )
})

test('pages follow each other without a gap, by key and then by id', () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 30 }), fc.boolean(), (values, limit, descending) => {
      const rows = values.map((key, at) => ({ id: at + 1, key }))
      const sign = descending ? -1 : 1
      const sorted = rows.toSorted((a, b) => sign * (a.key - b.key || a.id - b.id))
      const read: typeof rows = []
      let after: readonly number[] | undefined
      for (let offset = 0; offset <= rows.length; offset += limit) {
        const page = pageBy(rows, ({ key }) => key, descending, after, { limit })
        expect(pageBy(rows, ({ key }) => key, descending, undefined, { limit, offset }).shown).toEqual(page.shown)
        read.push(...page.shown)
        if (!page.next) break
        after = page.next
      }
      expect(read).toEqual(sorted)
    }),
    { numRuns: 200 },
  )
})
