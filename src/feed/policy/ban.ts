import { contains, type Network } from '../../contract/ledger/address.ts'
import type { SignedIntent } from '../../contract/ledger/intent.ts'
import type { BanProposal } from '../../contract/ledger/intents/ban.ts'
import { mayHappen, type BanLife } from '../../contract/ledger/life/ban.ts'
import { isConfirmed, reviewReasons } from '../../contract/ledger/review.ts'
import type { AskedIntent } from '../../contract/ledger/roles.ts'
import { cooldown } from '../ledger/state.ts'
import { Refusal } from '../refusal.ts'
import { judgeExtension, type ExtensionIntent } from './extension.ts'
import { requireBannable } from './bannable.ts'
import { informingBundled } from './bundled.ts'
import type { Judging } from './judging.ts'
import { requireOneOf } from './roles.ts'
import { informingEntries } from './whitelist.ts'

export type BanIntent = Extract<AskedIntent, { kind: `ban.${string}` }>

/** @returns what follows at once from the step. @throws Refusal */
export function judgeBan(judging: Judging, intent: BanIntent): readonly SignedIntent[] {
  if (intent.kind === 'ban.proposed') return judgeProposal(judging, intent.subject, intent.body)
  const ban = judging.state.bans.get(intent.subject)
  if (!ban) throw new Refusal('not-found', `there is no ban ${intent.subject}`)
  if (!mayHappen(ban, intent.kind)) throw new Refusal('wrong-state', whyNot(ban, intent))
  if (isApproval(intent)) requireSeen(ban, intent)
  if (isAboutExtension(intent)) return judgeExtension(judging, ban, intent)
  if (intent.kind === 'ban.withdrawn' && intent.author !== ban.proposer)
    requireOneOf(judging.state, intent.author, ['approver'])
  return intent.kind === 'ban.approved' ? judgeApproval(judging, ban, intent.author) : []
}

const isAboutExtension = (intent: BanIntent): intent is ExtensionIntent => intent.kind.startsWith('ban.extension-')

type Approval = Extract<BanIntent, { kind: 'ban.approved' | 'ban.extension-approved' }>

const isApproval = (intent: BanIntent): intent is Approval =>
  intent.kind === 'ban.approved' || intent.kind === 'ban.extension-approved'

/** An approval that says what it is for must not be used for anything else, even by whoever restores an old ledger. */
function requireSeen({ records }: BanLife, { kind, body }: Approval): void {
  const about = kind === 'ban.approved' ? 'ban.proposed' : 'ban.extension-proposed'
  const proposal = records.findLast(({ intent }) => intent.kind === about)
  if (body.proposal !== undefined && body.proposal !== proposal?.hash)
    throw new Refusal('wrong-state', 'this approval is for another proposal')
}

function whyNot(ban: BanLife, intent: BanIntent): string {
  if (ban.state !== 'published' || !isAboutExtension(intent)) return `the ban is ${ban.state} already`
  return ban.extension ? 'an extension is proposed already' : 'no extension is proposed'
}

function judgeProposal(judging: Judging, id: string, proposal: BanProposal): readonly SignedIntent[] {
  const { state } = judging
  if (state.bans.has(id)) throw new Refusal('wrong-state', `ban ${id} exists already`)
  const network = requireBannable(judging, proposal)
  for (const { ban, network: other } of state.live.values()) {
    if (contains(other, network)) throw new Refusal('duplicate', `${ban.proposal.address} is ${ban.state} already`)
  }
  if (proposal.automatic) requireCooled(judging, network)
  requireConfirmation(judging, proposal, network)
  return []
}

/** Somebody has just decided otherwise: only a person may change that so soon. */
function requireCooled({ state, now }: Judging, network: Network): void {
  for (const { network: other, at } of state.revoked.values()) {
    if (at + cooldown <= now || !(contains(other, network) || contains(network, other))) continue
    throw new Refusal('cooldown', `${other.text} was revoked less than 24 hours ago`)
  }
}

function requireConfirmation({ state, rules, now }: Judging, proposal: BanProposal, network: Network): void {
  const own = informingEntries(state, { network, seen: proposal.seen }, now)
  const informed = [...own, ...informingBundled(rules, network)]
  const [reason] = reviewReasons(proposal, informed)
  if (reason === undefined || isConfirmed(proposal)) return
  const what = proposal.bulk === undefined ? 'the address' : 'their number'
  throw new Refusal('confirmation', `${reason}: type ${what} to confirm`)
}

function judgeApproval(judging: Judging, ban: BanLife, approver: string): readonly SignedIntent[] {
  const { state, voice, now } = judging
  const { solo, holdSeconds } = state.policy ?? { solo: false, holdSeconds: 0 }
  if (approver === ban.proposer && !solo) {
    throw new Refusal('four-eyes', 'somebody else than the proposer must approve')
  }
  requireBannable(judging, ban.proposal)
  return [voice.say('ban.held', ban.id, { until: now + holdSeconds * 1000, solo })]
}

/** @returns why a held ban must not be published after all. */
export function publicationBar(judging: Judging, ban: BanLife): string | undefined {
  try {
    requireBannable(judging, ban.proposal)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}
