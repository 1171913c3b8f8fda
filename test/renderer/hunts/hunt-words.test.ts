import { describe, expect, it } from 'vitest'
import type { Hunt } from '../../../src/contract/console/hunts.ts'
import { accountText, shareOf, stateText } from '../../../src/renderer/views/hunts/hunt-words.ts'

const hunt = (rest: Partial<Hunt>): Hunt => ({
  ...{ id: 1, filter: '~"x"', echo: 'Messages', answers: false, state: 'running', startedAt: 0 },
  ...{ searched: 0, candidates: 0, found: 0, unread: 0 },
  ...rest,
})

describe('what is said of a hunt', () => {
  it('is how far it came', () => {
    expect(stateText(hunt({}))).toBe('running')
    expect(stateText(hunt({ waiting: true }))).toBe('waits its turn')
    expect(stateText(hunt({ searched: 429, candidates: 1000 }))).toBe('running, 42 %')
    expect(stateText(hunt({ searched: 429, candidates: 1000, state: 'cancelled' }))).toBe('cancelled at 42 %')
    expect(stateText(hunt({ state: 'done' }))).toBe('done')
    expect(stateText(hunt({ state: 'failed', error: 'disk full' }))).toBe('failed')
  })

  it('is a share that never passes the whole', () => {
    expect(shareOf(hunt({}))).toBeUndefined()
    expect(shareOf(hunt({ searched: 7, candidates: 5 }))).toBe(1)
    expect(shareOf(hunt({ state: 'done' }))).toBe(1)
  })

  it('accounts for every message', () => {
    expect(accountText(hunt({ searched: 1204, candidates: 2000, found: 3 }))).toBe('3 found in 1,204 of 2,000 messages')
    expect(accountText(hunt({ searched: 1, candidates: 1, found: 1, state: 'done' }))).toBe('1 found in 1 message')
    expect(accountText(hunt({ searched: 9, candidates: 9, unread: 2, state: 'done' }))).toBe(
      '0 found in 9 messages; the bytes of 2 are not kept or cannot be read',
    )
  })
})
