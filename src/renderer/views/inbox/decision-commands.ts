import type { BanRow } from '../../../contract/console/bans.ts'
import type { InboxDecision } from '../../../contract/console/inbox.ts'
import type { Command } from '../../commands/registry.ts'
import { capitalised } from '../../text/format.ts'
import type { Decisions } from '../bans/decisions.ts'
import type { Many } from '../bans/lanes/many.ts'
import type { Step } from '../bans/steps/step.ts'

export interface DecisionActs {
  /** What has to be decided under the cursor; nothing while rows are selected, for then keys are about those. */
  readonly decision: () => InboxDecision | undefined
  readonly may: () => Decisions
  /** Of those selected, the proposals that may be decided on in one act. */
  readonly many: () => Readonly<Record<'approve' | 'reject', Many>>
  readonly stepMany: (act: 'approve' | 'reject') => void
  /** Opens the card of a step of the ban under the cursor. */
  readonly step: (step: Step) => void
  /** Ways back, taken at once. */
  readonly withdraw: (ban: BanRow) => Promise<void>
  readonly withdrawExtension: (ban: BanRow) => Promise<void>
  readonly discard: (ban: BanRow) => Promise<void>
}

type Rest = Omit<Command, 'id' | 'group' | 'scope'>
type Kind = Exclude<InboxDecision['kind'], 'range'>
interface Act extends Pick<Command, 'title' | 'keys' | 'short' | 'footer'> {
  /** What it is about; of any kind when absent. */
  readonly of?: Kind
  readonly run: (ban: BanRow) => unknown
  /** Which rule says whether this person may. */
  readonly rule?: keyof Decisions
  readonly when?: (ban: BanRow) => boolean
}

/** What can be done about a ban under the cursor, by the keys that Bans has for it, but where the Inbox needs them. */
export function decisionCommands(acts: DecisionActs, command: (id: string, rest: Rest) => Command): readonly Command[] {
  const one = (id: string, { of, run, rule, when, ...rest }: Act): Command => {
    const ban = (): BanRow | undefined => {
      const decision = acts.decision()
      if (!decision || decision.kind === 'range' || (of !== undefined && decision.kind !== of)) return undefined
      return when?.(decision.ban) === false ? undefined : decision.ban
    }
    const withBan =
      <Result>(then: (ban: BanRow) => Result) =>
      (): Result | undefined => {
        const found = ban()
        return found && then(found)
      }
    return command(id, {
      ...rest,
      ...{ when: () => ban() !== undefined, run: () => void withBan(run)() },
      ...(rule ? { blocked: withBan((found) => acts.may()[rule](found)) } : {}),
    })
  }
  return [...onProposal(acts, one), ...onExtension(acts, one), ...onPublished(acts, one), ...onMany(acts, command)]
}

type One = (id: string, act: Act) => Command

const onProposal = ({ step, withdraw }: DecisionActs, one: One): readonly Command[] => [
  one('approve', {
    ...{ of: 'approve', title: 'Approve the ban under the cursor …', short: 'approve', keys: ['a'], footer: 1 },
    ...{ run: () => step('approve'), rule: 'approve' },
  }),
  one('reject', {
    ...{ of: 'approve', title: 'Reject the ban under the cursor …', short: 'reject', keys: ['n'], footer: 2 },
    ...{ run: () => step('reject'), rule: 'reject' },
  }),
  one('withdraw', {
    ...{ of: 'approve', title: 'Withdraw the ban under the cursor', short: 'withdraw', keys: ['z'] },
    ...{ run: withdraw, rule: 'withdraw' },
  }),
]

const onExtension = ({ step, withdrawExtension }: DecisionActs, one: One): readonly Command[] => [
  one('approve-more', {
    ...{ of: 'approve-extension', title: 'Approve more time for this ban …', short: 'approve', keys: ['a'], footer: 1 },
    ...{ run: () => step('approve-extension'), rule: 'approveExtension' },
  }),
  one('reject-more', {
    ...{ of: 'approve-extension', title: 'Reject more time for this ban …', short: 'reject', keys: ['n'], footer: 2 },
    ...{ run: () => step('reject-extension'), rule: 'rejectExtension' },
  }),
  one('withdraw-more', {
    ...{ of: 'approve-extension', title: 'Withdraw more time for this ban', short: 'withdraw', keys: ['z'] },
    ...{ run: withdrawExtension, rule: 'withdrawExtension' },
  }),
]

const onPublished = ({ step, discard }: DecisionActs, one: One): readonly Command[] => [
  one('extend', {
    ...{ of: 'ending', title: 'Propose more time for this ban …', short: 'more time', keys: ['a'], footer: 1 },
    ...{ run: () => step('extend'), rule: 'extend' },
  }),
  one('revoke', {
    ...{ title: 'Revoke the ban under the cursor …', short: 'revoke', keys: ['v'], rule: 'revoke' },
    ...{ run: () => step('revoke'), when: ({ state }) => state === 'published' },
  }),
  one('discard', {
    ...{ title: 'Discard what the feed refused about this ban', short: 'discard', keys: ['d'] },
    ...{ run: discard, when: ({ pending }) => pending?.error !== undefined },
  }),
]

const onMany = (acts: DecisionActs, command: (id: string, rest: Rest) => Command): readonly Command[] =>
  (['approve', 'reject'] as const).map((act) =>
    command(`${act}-many`, {
      ...{ title: `${capitalised(act)} the selected bans …`, short: `${act} selected` },
      ...(act === 'approve' ? { keys: ['a'], footer: 1 } : { keys: ['n'], footer: 2 }),
      ...{ when: () => acts.many()[act].bans.length > 0, run: () => acts.stepMany(act) },
      blocked: () => acts.many()[act].blocked,
    }),
  )
