import { expect, it } from 'vitest'
import { facetsCut, histogramCut, wayOut } from '../../../src/renderer/views/explore/cut-short.ts'

const picture = { from: 0, step: 1000, starts: [0], counts: [7], complete: true }

it('says from when on a histogram can be believed', () => {
  expect(histogramCut(picture, 'utc')).toBeUndefined()
  expect(histogramCut({ ...picture, complete: false }, 'utc')).toBe('Cut short: every bar may be too low.')
  const exactFrom = Date.UTC(2026, 2, 1, 14)
  expect(histogramCut({ ...picture, complete: false, exactFrom }, 'utc')).toBe(
    'Cut short: bars before 2026-03-01 14:00:00 UTC are too low.',
  )
})

it('says of how many matches values were counted, and what to do for all', () => {
  const whole = { lists: [], complete: true, counted: 12_000 }
  expect(facetsCut(whole)).toBeUndefined()
  expect(facetsCut({ ...whole, complete: false })).toBe('Cut short: values of 12,000 matches, not of all.')
  expect([wayOut(false), wayOut(true)]).toEqual([
    'Narrow the time or the filter to count all.',
    'Start the hunt, or narrow the time.',
  ])
})
