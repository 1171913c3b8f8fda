import { expect, it } from 'vitest'
import type { BanRow } from '../../../src/contract/console/bans.ts'
import type { Team } from '../../../src/contract/console/people.ts'
import type { Role } from '../../../src/contract/ledger/intents/people.ts'
import { decisions } from '../../../src/renderer/views/bans/decisions.ts'

const me = (...roles: readonly Role[]): Team['me'] => ({ key: 'mine', fingerprint: '', state: 'admitted', roles })
const ban = (proposer: string, extender?: string): BanRow =>
  ({ proposer, ...(extender === undefined ? {} : { extension: { proposer: extender } }) }) as BanRow

it('withholds the approval of one’s own work, unless one person is enough', () => {
  const both = me('analyst', 'approver')
  expect(decisions(both, false).approve(ban('mine'))).toMatch(/somebody else must approve/)
  expect(decisions(both, true).approve(ban('mine'))).toBeUndefined()
  expect(decisions(both, false).approve(ban('other'))).toBeUndefined()
  expect(decisions(both, false).approveExtension(ban('other', 'mine'))).toMatch(/somebody else must approve/)
  expect(decisions(both, false).approveExtension(ban('mine', 'other'))).toBeUndefined()
})

it('lets an analyst take back what is theirs, and an approver everything', () => {
  expect(decisions(me('analyst'), false).withdraw(ban('mine'))).toBeUndefined()
  expect(decisions(me('analyst'), false).withdraw(ban('other'))).toMatch(/Only whoever proposed it/)
  expect(decisions(me('approver'), false).withdraw(ban('other'))).toBeUndefined()
})

it('says which role is missing', () => {
  expect(decisions(me('auditor'), true).revoke(ban('other'))).toMatch(/Only an approver/)
  expect(decisions(me('auditor'), true).extend(ban('other'))).toMatch(/Only an analyst/)
  expect(decisions(me('analyst'), true).extend(ban('mine', 'other'))).toMatch(/waits for a decision/)
})

it('offers nothing again that is on its way to the feed, until the feed has refused it', () => {
  const waiting = (pending: BanRow['pending']): BanRow => ({ ...ban('mine'), ...(pending ? { pending } : {}) })
  const may = decisions(me('analyst', 'approver'), true)
  expect(may.withdraw(waiting({ kind: 'ban.withdrawn' }))).toMatch(/waits for the feed already/)
  expect(may.revoke(waiting({ kind: 'ban.withdrawn' }))).toBeUndefined()
  expect(may.withdraw(waiting({ kind: 'ban.withdrawn', error: 'too late' }))).toBeUndefined()
})
