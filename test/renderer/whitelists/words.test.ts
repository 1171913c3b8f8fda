import { expect, it } from 'vitest'
import {
  coveredSentence,
  coveredShort,
  endsWords,
  forgeable,
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
  expect(stateWords({ state: 'queued', error: 'no role' })).toBe('refused')
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
