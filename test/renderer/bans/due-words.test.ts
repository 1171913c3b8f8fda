import { expect, it } from 'vitest'
import type { BanRow } from '../../../src/contract/console/bans.ts'
import { dueWords } from '../../../src/renderer/views/bans/lanes/due-words.ts'

const words = (ban: Partial<BanRow>, now: number) => dueWords(ban as BanRow, now)

it('counts down in whole seconds, and never to nothing left', () => {
  expect(words({ state: 'held', holdUntil: 10_000 }, 700)).toBe('published in 10 s')
  expect(words({ state: 'held', holdUntil: 10_000 }, 9_999)).toBe('published in 1 s')
  expect(words({ state: 'published', expiresAt: 10_000 }, 9_200)).toBe('ends in 1 s')
})

it('claims no step that the feed has not recorded once the time is over', () => {
  expect(words({ state: 'held', holdUntil: 10_000 }, 10_000)).toBe('hold is over')
  expect(words({ state: 'published', expiresAt: 10_000 }, 12_000)).toBe('time is over')
})

it('says nothing of what waits for no clock', () => {
  expect(words({ state: 'proposed', expiresAt: 10_000 }, 0)).toBeUndefined()
  expect(words({ state: 'revoked', expiresAt: 10_000 }, 0)).toBeUndefined()
  expect(words({ state: 'held' }, 0)).toBeUndefined()
})
