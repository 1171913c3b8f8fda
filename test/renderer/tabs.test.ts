import { expect, it } from 'vitest'
import { tabBy } from '../../src/renderer/components/tabs.ts'

it('moves among tabs by arrows, round the end', () => {
  const tabs = ['entries', 'overlaps', 'bundled']
  expect(tabBy('ArrowRight', 'entries', tabs)).toBe('overlaps')
  expect(tabBy('ArrowLeft', 'entries', tabs)).toBe('bundled')
  expect(tabBy('ArrowRight', 'bundled', tabs)).toBe('entries')
  expect([tabBy('Home', 'bundled', tabs), tabBy('End', 'entries', tabs)]).toEqual(['entries', 'bundled'])
  expect(tabBy('Enter', 'entries', tabs)).toBeUndefined()
})
