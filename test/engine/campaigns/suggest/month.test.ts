import { expect, it } from 'vitest'
import { createSuggester } from '../../../../src/engine/campaigns/suggest/suggester.ts'
import { generateMonth } from '../../../support/month/month.ts'
import { scorePairs } from '../../../support/month/score.ts'

it('finds who is behind the sources of a month', () => {
  const { sources } = generateMonth(14, { sources: 30_000, operators: 40 })
  const suggester = createSuggester()
  suggester.update(sources.map(({ facts }) => facts))
  const owners = new Map(sources.map(({ facts, owner }) => [facts.address, owner]))
  const { precision, recall } = scorePairs(owners, suggester.groups())
  console.log(`precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`)
  expect(precision).toBeGreaterThan(0.98)
  expect(recall).toBeGreaterThan(0.9)
})
