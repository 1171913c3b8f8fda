import { expect, it } from 'vitest'
import { actedWords, pendingWords } from '../../../src/renderer/views/bans/acted-words.ts'

const address = '192.0.2.7'

it('tells no act as done that waits in the outbox', () => {
  const all = Object.values(actedWords).map((of) => of(address, 60))
  expect(all).toHaveLength(9)
  for (const { done, queued } of all) {
    expect(done).not.toContain('outbox')
    expect(queued).toMatch(/\b(yet|still)\b.*waits in the outbox until the feed is back\./)
    expect(queued).toContain(address)
  }
})

it('names what waits for the feed, and what the feed said against it', () => {
  expect(pendingWords({ kind: 'ban.revoked' })).toBe('Its revoke waits for the feed')
  expect(pendingWords({ kind: 'ban.withdrawn', error: 'too late' })).toBe('Its undoing was refused: too late')
  expect(pendingWords({ kind: 'constructor' })).toBe('constructor waits for the feed')
})
