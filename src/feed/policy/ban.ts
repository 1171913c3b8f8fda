import { contains, parseNetwork, type Network } from '../../contract/ledger/address.ts'
import type { Intent, SignedIntent } from '../../contract/ledger/intent.ts'
import type { BanProposal } from '../../contract/ledger/intents/ban.ts'
import { mayFollow, type BanLife } from '../../contract/ledger/life/ban.ts'
import { refuseAddress, type RangePolicy } from '../../contract/ledger/ranges.ts'
import type { LedgerState } from '../ledger/state.ts'
import { Refusal } from '../refusal.ts'
import type { FeedVoice } from './voice.ts'
import { requireOneOf } from './roles.ts'
import { coveringEntry } from './whitelist.ts'

export type BanRules = RangePolicy

export type BanIntent = Extract<
  Intent,
  { kind: 'ban.proposed' | 'ban.approved' | 'ban.rejected' | 'ban.withdrawn' | 'ban.revoked' }
>

/** @returns what follows at once from the step. @throws Refusal */
export function judgeBan(
  state: LedgerState,
  intent: BanIntent,
  voice: FeedVoice,
  rules: BanRules,
  now: number,
): readonly SignedIntent[] {
  if (intent.kind === 'ban.proposed') return judgeProposal(state, intent.subject, intent.body, rules, now)
  const ban = state.bans.get(intent.subject)
  if (!ban) throw new Refusal('not-found', `there is no ban ${intent.subject}`)
  if (!mayFollow(ban.state, intent.kind)) throw new Refusal('wrong-state', `the ban is ${ban.state} already`)
  if (intent.kind === 'ban.withdrawn' && intent.author !== ban.proposer)
    requireOneOf(state, intent.author, ['approver'])
  return intent.kind === 'ban.approved' ? judgeApproval(state, ban, intent.author, voice, rules, now) : []
}

function judgeProposal(
  state: LedgerState,
  id: string,
  proposal: BanProposal,
  rules: BanRules,
  now: number,
): readonly SignedIntent[] {
  if (state.bans.has(id)) throw new Refusal('wrong-state', `ban ${id} exists already`)
  const network = requireBannable(state, proposal.address, rules, now)
  for (const { ban, network: other } of state.live.values()) {
    if (contains(other, network)) throw new Refusal('duplicate', `${ban.proposal.address} is ${ban.state} already`)
  }
  requireConfirmation(proposal, network)
  return []
}

/** Wider than these hits bystanders more likely than not. */
const wide = { 4: 28, 6: 56 } as const

/** An address only ever seen over unproven UDP may be forged, to make us ban a victim. */
function requireConfirmation({ proof, address, confirmation }: BanProposal, network: Network): void {
  if (confirmation?.trim() === address) return
  if (proof === 'unproven') throw new Refusal('confirmation', `${address} may be forged: type it again to confirm`)
  if (network.bits < wide[network.family]) {
    throw new Refusal('confirmation', `${address} is wider than /${wide[network.family]}: type it again to confirm`)
  }
}

function judgeApproval(
  state: LedgerState,
  ban: BanLife,
  approver: string,
  voice: FeedVoice,
  rules: BanRules,
  now: number,
): readonly SignedIntent[] {
  const { solo, holdSeconds } = state.policy ?? { solo: false, holdSeconds: 0 }
  if (approver === ban.proposer && !solo) {
    throw new Refusal('four-eyes', 'somebody else than the proposer must approve')
  }
  requireBannable(state, ban.proposal.address, rules, now)
  return [voice.say('ban.held', ban.id, { until: now + holdSeconds * 1000, solo })]
}

/** @throws Refusal when the address may not be banned now, whatever was right when it was proposed. */
function requireBannable(state: LedgerState, address: string, rules: BanRules, now: number): Network {
  const refusal = refuseAddress(address, rules)
  if (refusal) throw new Refusal(refusal.code, refusal.message)
  const network = parseNetwork(address)
  if (!network) throw new Refusal('bad-request', 'no address')
  const entry = coveringEntry(state, network, now)
  if (entry) throw new Refusal('whitelisted', `${address}: ${entry}`)
  return network
}

/** @returns why a held ban must not be published after all. */
export function publicationBar(state: LedgerState, ban: BanLife, rules: BanRules, now: number): string | undefined {
  try {
    requireBannable(state, ban.proposal.address, rules, now)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}
