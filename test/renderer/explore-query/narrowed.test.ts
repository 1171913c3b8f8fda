import { expect, it } from 'vitest'
import { narrowed } from '../../../src/renderer/views/explore/query/narrowed.ts'

it('leaves the filters that hold every word, in their order', () => {
  const filters = ['method:INVITE country:DE', 'ua:*Invite*', 'method:REGISTER', '.*(']
  expect(narrowed(filters, '')).toEqual(filters)
  expect(narrowed(filters, ' \t ')).toEqual(filters)
  expect(narrowed(filters, 'invite')).toEqual(filters.slice(0, 2))
  expect(narrowed(filters, 'de INVITE')).toEqual(filters.slice(0, 1))
  expect(narrowed(filters, '.*(')).toEqual(filters.slice(3))
  expect(narrowed(filters, 'nothing')).toEqual([])
})
