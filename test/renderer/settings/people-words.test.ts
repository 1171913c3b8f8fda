import { describe, expect, it } from 'vitest'
import { whyNot } from '../../../src/renderer/text/people.ts'
import { isUnencrypted, leftWords, numberLeft } from '../../../src/renderer/views/settings/team/feed-words.ts'

const me = { key: 'k', fingerprint: 'abcd ef01 2345 6789 abcd' }

describe('why something may not be done', () => {
  it('is told by role', () => {
    const analyst = { ...me, state: 'admitted', roles: ['analyst'] } as const
    expect(whyNot(analyst, 'ban.proposed')).toBeUndefined()
    expect(whyNot(analyst, 'ban.withdrawn')).toBeUndefined()
    expect(whyNot(analyst, 'ban.approved')).toBe('Only an approver may do this; you are an analyst.')
    expect(whyNot({ ...analyst, roles: ['auditor'] }, 'ban.withdrawn')).toBe(
      'Only an analyst or an approver may do this; you are an auditor.',
    )
  })

  it('is the fingerprint to tell before somebody has confirmed it, and the end of it all afterwards', () => {
    expect(whyNot({ ...me, state: 'enrolled', roles: ['auditor'] }, 'ban.proposed')).toContain(me.fingerprint)
    expect(whyNot({ ...me, state: 'removed', roles: [] }, 'ban.proposed')).toMatch(/removed/)
  })

  it('is the key that cannot be used here, whatever the ledger says', () => {
    const sealed = 'this folder’s key is sealed; start the desktop console'
    for (const state of ['admitted', 'unknown'] as const)
      expect(whyNot({ ...me, state, roles: ['analyst'], sealed }, 'ban.proposed')).toBe(
        'This folder’s key is sealed; start the desktop console.',
      )
  })

  it('is left to the feed while nobody knows', () => {
    expect(whyNot(undefined, 'ban.proposed')).toBeUndefined()
    expect(whyNot({ ...me, state: 'unknown', roles: [] }, 'ban.proposed')).toBeUndefined()
  })
})

describe('what is left behind', () => {
  it('is counted and told', () => {
    const choice = { use: 'own', leftBehind: { published: 2, waiting: 1 } } as const
    expect(numberLeft(choice)).toBe('3')
    expect(leftWords(choice).join(' ')).toMatch(/2 published bans .* 1 action in the outbox/)
    expect(numberLeft({ use: 'own', leftBehind: { published: 0, waiting: 0 } })).toBeUndefined()
  })
})

it.each([
  ['http://feed.example', true],
  ['http://127.0.0.1.example', true],
  ['https://feed.example', false],
  ['http://127.0.0.1:8780', false],
  ['feed.example', false],
])('%s is asked about: %s', (url, asked) => {
  expect(isUnencrypted(url)).toBe(asked)
})
