import type { BanRow } from '../../../contract/console/bans.ts'
import type { Team } from '../../../contract/console/people.ts'
import type { AskedKind } from '../../../contract/ledger/roles.ts'
import { whyNot } from '../../text/people.ts'

type Reason = string | undefined

/** Why each step cannot be taken now, in words for the button; `undefined` where it can. The feed judges all the same. */
export interface Decisions {
  approve(ban: BanRow): Reason
  reject(ban: BanRow): Reason
  revoke(ban: BanRow): Reason
  withdraw(ban: BanRow): Reason
  extend(ban: BanRow): Reason
  approveExtension(ban: BanRow): Reason
  rejectExtension(ban: BanRow): Reason
  withdrawExtension(ban: BanRow): Reason
}

/** @param solo whether one person may decide alone, as the feed says. */
export function decisions(me: Team['me'] | undefined, solo: boolean): Decisions {
  const isMine = (key: string | undefined): boolean => key !== undefined && key === me?.key
  const isApprover = me?.roles.includes('approver') ?? true
  const ownWork = (key: string | undefined): Reason =>
    !solo && isMine(key) ? 'You proposed it: somebody else must approve it.' : undefined
  const notYours = (key: string | undefined): Reason =>
    isApprover || me === undefined || me.state === 'unknown' || isMine(key)
      ? undefined
      : 'Only whoever proposed it, or an approver, may take it back.'
  /** The same twice would only be refused once the feed is back. */
  const onItsWay = ({ pending }: BanRow, kind: AskedKind): Reason =>
    whyNot(me, kind) ??
    (pending?.kind === kind && pending.error === undefined ? 'This waits for the feed already.' : undefined)
  return {
    approve: (ban) => onItsWay(ban, 'ban.approved') ?? ownWork(ban.proposer),
    reject: (ban) => onItsWay(ban, 'ban.rejected'),
    revoke: (ban) => onItsWay(ban, 'ban.revoked'),
    withdraw: (ban) => onItsWay(ban, 'ban.withdrawn') ?? notYours(ban.proposer),
    extend: (ban) => onItsWay(ban, 'ban.extension-proposed') ?? (ban.extension && 'An extension waits for a decision.'),
    approveExtension: (ban) => onItsWay(ban, 'ban.extension-approved') ?? ownWork(ban.extension?.proposer),
    rejectExtension: (ban) => onItsWay(ban, 'ban.extension-rejected'),
    withdrawExtension: (ban) => onItsWay(ban, 'ban.extension-withdrawn') ?? notYours(ban.extension?.proposer),
  }
}
