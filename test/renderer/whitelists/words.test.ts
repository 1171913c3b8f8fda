import { expect, it } from 'vitest'
import type { WhitelistPreview } from '../../../src/contract/console/whitelist.ts'
import { endedWords } from '../../../src/renderer/views/whitelists/cards/ended.ts'
import { remaining } from '../../../src/renderer/views/whitelists/cards/remaining.ts'
import { scopeWords } from '../../../src/renderer/views/whitelists/entries/scope-words.ts'
import {
  coveredSentence,
  coveredShort,
  endsWords,
  endTerms,
  forgeable,
  standingWords,
  stateWords,
  whyNotSave,
} from '../../../src/renderer/views/whitelists/words.ts'

const now = Date.UTC(2026, 2, 1)
const day = 86_400_000

it('says when an entry ends, or that it did', () => {
  expect(endsWords({ state: 'active', expiresAt: now + 30 * day }, now)).toBe('in 30 d')
  expect(endsWords({ state: 'active', expiresAt: now + 7_200_000 }, now)).toBe('in 2 h')
  expect(endsWords({ state: 'expired', expiresAt: now - 3 * day }, now)).toBe('ended 3 d ago')
  expect(endsWords({ state: 'removed', expiresAt: now + day }, now)).toBe('removed')
  expect(endsWords({ state: 'refused', expiresAt: now + day }, now)).toBe('refused')
  expect([endTerms.active, endTerms.expired, endTerms.removed]).toEqual(['Ends', 'Ended', 'Removed'])
})

it('says what an entry does to how much', () => {
  const covered = { sources: 1, dialogs: 214, messages: 1204 }
  expect(coveredSentence(covered, 'hide')).toBe('Hides 214 dialogs of 1 source, 1,204 messages.')
  expect(coveredSentence(covered, 'block')).toBe('Covers 214 dialogs of 1 source, 1,204 messages.')
  expect(coveredSentence(covered, 'inform')).toMatch(/^Asks for a second look at 214 dialogs/)
  expect(coveredShort(covered)).toBe('1 source, 214 dialogs')
})

it('never says nothing where nobody could count', () => {
  const none = { sources: 0, dialogs: 0, messages: 0 }
  expect(coveredSentence(none, 'block')).toBe('Nothing that is stored falls under it.')
  const unknown = { ...none, uncounted: 'The table is missing.' }
  expect(coveredSentence(unknown, 'block')).toBe('What it covers cannot be counted: The table is missing.')
  expect([coveredShort(none), coveredShort(unknown)]).toEqual(['nothing', 'not counted'])
})

it('shows what waits and what was refused before what was recorded', () => {
  expect(stateWords({ state: 'active' })).toBe('active')
  expect(stateWords({ state: 'active', pending: 'change' })).toBe('change waits')
  expect(stateWords({ state: 'active', pending: 'removal', error: 'no role' })).toBe('removal refused')
  expect(stateWords({ state: 'refused', error: 'no role' })).toBe('refused')
})

it('warns of entries that an attacker can step under', () => {
  expect((['network', 'asn', 'user-agent', 'number'] as const).filter(forgeable)).toEqual(['user-agent', 'number'])
})

it('says before it is tried that an entry needs an approver, and that nobody can save one', () => {
  const me = { key: 'k', fingerprint: 'f', state: 'admitted' as const, roles: ['analyst' as const] }
  const fall = { approver: '2 published bans would fall' }
  expect(whyNotSave(fall, me)).toBe('An approver must add this: 2 published bans would fall.')
  expect(whyNotSave(fall, { ...me, roles: ['analyst', 'approver'] })).toBeUndefined()
  expect(whyNotSave({}, me)).toBeUndefined()
  expect(whyNotSave({ ...fall, refused: 'it is wider than /8' }, { ...me, roles: ['approver'] })).toBe(
    'Nobody can save this: it is wider than /8.',
  )
})

const entry: WhitelistPreview['overlaps'][number] = {
  ...{ id: 'e', value: '45.83.0.0/16', match: 'network', mode: 'block', state: 'active', relation: 'around' },
  ...{ reason: 'ours', owner: 'Ada', addedBy: 'Ada', addedAt: now, expiresAt: now + day },
}

it('says of an entry what may soon be otherwise', () => {
  expect(standingWords(entry)).toBe('block')
  expect(standingWords({ ...entry, state: 'queued' })).toBe('block, waits for the feed')
  expect(standingWords({ ...entry, pending: 'removal' })).toBe('block, its removal waits for the feed')
  expect(standingWords({ ...entry, pending: 'removal', error: 'no role' })).toBe('block')
})

it('promises protection only by what is in force, covers all of it, forbids, and stays', () => {
  const told = (...overlaps: Parameters<typeof remaining>[1]) => {
    const { sentence, by, unsure } = remaining('block', overlaps)
    return [/^(It still cannot|From then on it can|A second look)/.exec(sentence)?.[0], by.length, unsure.length]
  }
  expect(told(entry)).toEqual(['It still cannot', 1, 0])
  expect(told({ ...entry, pending: 'removal', error: 'no role' })).toEqual(['It still cannot', 1, 0])
  for (const unsure of [{ state: 'queued' }, { pending: 'removal' }, { pending: 'change' }] as const)
    expect(told({ ...entry, ...unsure })).toEqual(['From then on it can', 0, 1])
  expect(told({ ...entry, relation: 'inside' })).toEqual(['From then on it can', 0, 0])
  expect(told({ ...entry, mode: 'inform' })).toEqual(['From then on it can', 1, 0])
  expect(told({ ...entry, mode: 'inform' }, entry)).toEqual(['It still cannot', 1, 0])
  expect(remaining('inform', [{ ...entry, mode: 'inform' }]).sentence).toMatch(/^A second look/)
})

it('names what an entry ended, which no way back brings back', () => {
  const ban = { id: 'b', address: '45.83.0.1' }
  expect(endedWords({ withdraws: [], revokes: [], splits: [] })).toBeUndefined()
  expect(endedWords({ withdraws: [ban], revokes: [ban, ban], splits: [{ ...ban, into: [] }] })).toBe(
    '1 proposal withdrawn, 2 live bans revoked, 1 banned range split',
  )
})

it('says how many entries there are beyond those that are listed', () => {
  const list = { entries: [entry], found: 1, active: 1 }
  expect(scopeWords(list, false)).toBe('1 active entry · outranks every ban')
  expect(scopeWords({ ...list, found: 7_020 }, false)).toMatch(/^the first 1 of 7,020 · /)
  expect(scopeWords(list, true)).toMatch(/^1 found · 1 active/)
})
