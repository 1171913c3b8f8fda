import { describe, expect, it } from 'vitest'
import type { InboxSource, InboxSources } from '../../../src/contract/console/inbox.ts'
import { addressesAmong, itemsOf, sentenceOf, subjectOf } from '../../../src/renderer/views/inbox/item.ts'
import { heldWords, scopeWords, totalOf } from '../../../src/renderer/views/inbox/list-names.ts'

const source = (address: string): InboxSource => ({
  ...{ address, firstSeen: 0, lastSeen: 0, messages: 1, dialogs: 1, sensors: 1, numbers: 0, prefixes: 0, tools: [] },
  ...{ classes: [], severity: 'high', proof: 'tcp', whitelisted: false, campaigns: [] },
  verdict: { severity: 'high', sentence: `What ${address} did`, reasons: [], rules: 1 },
})
const range = { address: '203.0.113.0/24', hosts: 5, named: ['203.0.113.1'], reason: '' }
const decision = { kind: 'range', key: range.address, range } as const
const rows = (...addresses: readonly string[]) => itemsOf([decision], addresses.map(source))

it('tells sources from decisions by their keys, also of rows that are not listed any more', () => {
  const keys = rows('192.0.2.1', '2001:db8::1').map(({ key }) => key)
  expect(addressesAmong(keys)).toEqual(['192.0.2.1', '2001:db8::1'])
  expect(keys.map(subjectOf)).toEqual([range.address, '192.0.2.1', '2001:db8::1'])
  expect(rows('192.0.2.1').map(sentenceOf)).toEqual(['5 hosts of it are banned or proposed', 'What 192.0.2.1 did'])
})

describe('the line above the rows', () => {
  const sources: InboxSources = {
    ...{ list: 'open', complete: true, rows: [source('a1')], risks: { critical: 0, high: 1_200, medium: 3, low: 0 } },
    counts: { open: 1_203, done: 4, snoozed: 0, hidden: 2, banned: 0 },
  }
  const decisions = { list: 'open', rows: [decision], own: 2, counts: { open: 1, done: 3, snoozed: 0 } } as const
  it('says what is listed of how many, by risk, and whose proposals wait for others', () => {
    expect(scopeWords('open', sources, decisions)).toBe(
      '1 decision · the worst 1 of 1,203 sources · 2 of your own wait for others',
    )
  })
  it('is of the risk that is asked for', () => {
    expect(scopeWords('open', { ...sources, risk: 'high' }, decisions)).toBe(
      'the worst 1 of 1,200 sources of high risk · 2 of your own wait for others',
    )
  })
  it('says what is held back so that the cursor stays where it is', () => {
    expect(heldWords({ came: 1_200, gone: new Set(['a1']) })).toBe('1,200 new above, 1 gone')
    expect(heldWords({ came: 0, gone: new Set(['a1']) })).toBe('1 gone')
  })
  it('admits that there are more than were looked through', () => {
    expect(scopeWords('open', { ...sources, complete: false }, decisions)).toContain('of more than 1,203 sources')
  })
  it('is empty until the answer is about this list, and counts decisions where they may be', () => {
    expect(scopeWords('done', sources, decisions)).toBe('')
    expect([totalOf('done', sources, decisions), totalOf('hidden', sources, decisions)]).toEqual([7, 2])
  })
})
