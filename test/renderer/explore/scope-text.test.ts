import { describe, expect, it } from 'vitest'
import { scopeLine, type RowsKnown } from '../../../src/renderer/views/explore/results/scope-text.ts'

const known: RowsKnown = {
  noun: 'message',
  length: 1204,
  lengthIsKnown: true,
  total: 1204,
  least: 1204,
  partial: undefined,
}

describe('what the rows cover', () => {
  it('counts them when that is known', () => {
    expect(scopeLine(known)).toBe('1,204 messages')
    expect(scopeLine({ ...known, length: 201, lengthIsKnown: false })).toBe('1,204 messages')
  })

  it('says which part can be reached of more than a million', () => {
    const many = { ...known, length: 1_000_000, total: 19_200_000, least: 19_200_000 }
    expect(scopeLine(many)).toBe('Showing newest 1,000,000 of 19.2M · chart covers all')
    expect(scopeLine({ ...many, total: undefined })).toBe('Showing newest 1,000,000 of at least 19.2M')
    expect(scopeLine({ ...many, oldestFirst: true })).toBe('Showing oldest 1,000,000 of 19.2M · chart covers all')
    expect(scopeLine({ ...many, noun: 'source' })).toBe('Showing first 1,000,000 of 19.2M · chart covers all')
  })

  it('says when not all matches were looked at, and what to do', () => {
    const cut = { ...known, length: 49, total: undefined, least: undefined, partial: { newest: 50_000 } }
    const rest = 'looked at · narrow the time or the filter to count all'
    expect(scopeLine({ ...cut, noun: 'source' })).toBe(`Cut short: 49 sources among the 50,000 matches ${rest}`)
    expect(scopeLine({ ...cut, noun: 'number' })).toBe(`Cut short: 49 numbers among the newest 50,000 matches ${rest}`)
  })

  it('goes on where a page of messages ended early, and claims nothing of it', () => {
    const early = { ...known, length: 50, lengthIsKnown: false, total: undefined, least: undefined }
    expect(scopeLine({ ...early, partial: { newest: undefined } })).toBe('49 messages so far · more below')
  })

  it('makes up no number while nobody knows', () => {
    const unknown = { ...known, length: 201, lengthIsKnown: false, total: undefined, least: undefined }
    expect(scopeLine(unknown)).toBe('200 messages so far · more below')
    expect(scopeLine({ ...unknown, least: 900 })).toBe('at least 900 messages')
  })
})
