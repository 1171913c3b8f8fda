import { expect, it } from 'vitest'
import type { CampaignDetail } from '../../../src/contract/console/campaigns.ts'
import type { SourceRow } from '../../../src/contract/console/vocabulary.ts'
import { memberColumns, membersOf, membersScope } from '../../../src/renderer/views/campaigns/members/members.ts'

const source: SourceRow = {
  ...{
    address: '203.0.113.7',
    firstSeen: 1,
    lastSeen: 2,
    messages: 3,
    dialogs: 1,
    sensors: 1,
    numbers: 0,
    prefixes: 0,
  },
  ...{ tools: ['sipvicious'], classes: [], severity: 'high', proof: 'nonce', whitelisted: false, campaigns: [] },
}
const detail: CampaignDetail = {
  campaign: {
    ...{ id: 1, name: 'Night shift', note: '', createdAt: 0, updatedAt: 0, sources: 12, messages: 3 },
    ...{ severity: 'high', tools: [], sparkline: [] },
  },
  ...{ sources: [source], seen: 1, unseen: Array.from({ length: 11 }, (_, at) => `198.51.100.${at}`), numbers: [] },
}

it('lists every source of the campaign, also those of which nothing is stored here', () => {
  expect(membersOf(detail)).toHaveLength(12)
  expect(membersScope(detail)).toBe('12 sources, 11 not seen here')
  for (const member of membersOf(detail))
    for (const { text, plain, sortBy, facets } of memberColumns)
      expect(() => [text?.(member), plain?.(member), sortBy?.(member), facets?.(member)]).not.toThrow()
})

it('says so where not all are listed', () => {
  const vast = { ...detail, campaign: { ...detail.campaign, sources: 7_020 }, seen: 7_020 }
  expect(membersScope(vast)).toBe('the first 12 of 7,020 sources')
  expect(membersScope({ ...detail, unseen: [], campaign: { ...detail.campaign, sources: 1 } })).toBe('1 source')
})
