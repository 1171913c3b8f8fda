import { describe, expect, it } from 'vitest'
import type { GuessRow, GuessTotals } from '../../../src/contract/console/sources.ts'
import { tableOf } from '../../../src/renderer/lists/table-text.ts'
import { guessColumns, guessKeys } from '../../../src/renderer/views/source/guess-columns.ts'
import {
  checkBlockedWords,
  checkButtonWords,
  checkWords,
  totalsWords,
  unlistedWords,
} from '../../../src/renderer/views/source/guess-words.ts'

const none: GuessTotals = { attempts: 0, listed: 0, unlisted: 0, users: 0, passwords: 0, unknown: 0 }

describe('totals of guesses', () => {
  it('say what is known and what is not', () => {
    expect(totalsWords(none)).toBe('')
    expect(totalsWords({ ...none, attempts: 1204, users: 1, passwords: 70, listed: 71, unknown: 3 })).toBe(
      '1,204 attempts · 1 user · 70 known passwords · 3 as digest only',
    )
  })

  it('say what is not listed', () => {
    expect(unlistedWords({ ...none, listed: 5 })).toBe('')
    expect(unlistedWords({ ...none, listed: 10_000, unlisted: 1 })).toMatch(/^10,000 .* 1 more attempt is counted/)
    expect(unlistedWords({ ...none, listed: 10_000, unlisted: 300 })).toMatch(/300 more attempts are counted/)
  })
})

describe('the check of digests', () => {
  it('is offered for what it will look at, and says why it is not', () => {
    expect(checkButtonWords({ ...none, unknown: 1 })).toBe('Check 1 digest against known passwords')
    expect(checkButtonWords({ ...none, unknown: 12_000 })).toContain('the newest 200 digests')
    expect(checkBlockedWords({ ...none, unknown: 1 })).toBeUndefined()
    expect(checkBlockedWords(none)).toBe('It guessed no passwords')
    expect(checkBlockedWords({ ...none, attempts: 9 })).toBe('It left no digest whose password is unknown')
  })

  it('says what it found, what it could not try, and whether it came to the end', () => {
    const found = [{ user: '101', password: '1234' }]
    expect(checkWords({ digests: 5, uncheckable: 0, found, complete: true })).toBe(
      'Found the passwords of 1 of 5 digests.',
    )
    const words = checkWords({ digests: 5, uncheckable: 2, found: [], complete: false })
    expect(words).toContain('Found the passwords of 0 of 5 digests.')
    expect(words).toContain('2 digests cannot be tried')
    expect(words).toContain('Not complete')
    expect(checkWords({ digests: 0, uncheckable: 0, found: [], complete: true })).toMatch(/^None/)
  })
})

describe('the list of guesses', () => {
  const unknown: GuessRow = { user: '101', how: 'tag', attempts: 2, firstSeen: 0, lastSeen: 1000 }
  const guess: GuessRow = { ...unknown, password: '1234' }

  it('exports unknown and empty passwords so that nobody takes them for one', () => {
    const rows = [guess, { ...unknown, how: 'digest' as const }, { ...guess, password: '' }]
    expect(tableOf(rows, guessColumns)).toEqual([
      ['User', 'Password', 'Read from', 'Attempts', 'First seen', 'Last seen'],
      ['101', '1234', 'In clear', '2', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:01.000Z'],
      ['101', '(unknown, digest only)', 'Digest', '2', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:01.000Z'],
      ['101', '(empty)', 'In clear', '2', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:01.000Z'],
    ])
  })

  it('knows a row again without making an id of the attacker’s text', () => {
    const keyOf = guessKeys()
    const keys = [guess, unknown, { ...guess, how: 'digest' as const }, { ...guess, password: 'null' }].map(keyOf)
    expect(keys).toEqual([0, 1, 2, 3])
    expect(keyOf({ ...guess, attempts: 99 })).toBe(0)
  })
})
