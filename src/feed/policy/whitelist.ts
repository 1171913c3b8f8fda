import { overlaps, parseNetwork, type Network } from '../../contract/ledger/address.ts'
import type { Intent, SignedIntent } from '../../contract/ledger/intent.ts'
import type { LedgerState, LiveBan } from '../ledger/state.ts'
import { Refusal } from '../refusal.ts'
import type { FeedVoice } from './voice.ts'

export type WhitelistIntent = Extract<Intent, { kind: 'whitelist.added' | 'whitelist.removed' }>
type Addition = Extract<Intent, { kind: 'whitelist.added' }>

/** @returns what follows at once: the whitelist outranks every ban. @throws Refusal */
export function judgeWhitelist(
  state: LedgerState,
  intent: WhitelistIntent,
  voice: FeedVoice,
  now: number,
): readonly SignedIntent[] {
  if (intent.kind === 'whitelist.added') return judgeAddition(state, intent, voice, now)
  const entry = state.whitelist.get(intent.subject)
  if (!entry) throw new Refusal('not-found', `there is no whitelist entry ${intent.subject}`)
  if (entry.state !== 'active') throw new Refusal('wrong-state', `the entry is ${entry.state} already`)
  return []
}

function judgeAddition(
  state: LedgerState,
  { subject, body }: Addition,
  voice: FeedVoice,
  now: number,
): readonly SignedIntent[] {
  if (state.whitelist.has(subject)) throw new Refusal('wrong-state', `whitelist entry ${subject} exists already`)
  const network = parseNetwork(body.value)
  if (!network) throw new Refusal('bad-request', `${JSON.stringify(body.value)} is neither an address nor a CIDR range`)
  if (network.text !== body.value) throw new Refusal('bad-request', `write it as ${network.text}`)
  if (body.expiresAt <= now) throw new Refusal('bad-request', 'the entry would have expired already')
  const reason = entryName(body.value, body.reason)
  const hit = [...state.live.values()].filter((live) => overlaps(live.network, network))
  return hit.map((live) => removal(live, voice, reason))
}

/** What is public is revoked, what is not yet is stopped on its way. */
function removal({ ban }: LiveBan, voice: FeedVoice, reason: string): SignedIntent {
  return voice.say(ban.state === 'published' ? 'ban.revoked' : 'ban.blocked', ban.id, { reason })
}

/** A host inside a whitelisted range counts, and so does a range around a whitelisted host. @returns words for it. */
export function coveringEntry(state: LedgerState, network: Network, now: number): string | undefined {
  for (const { entry, network: listed } of state.active.values()) {
    if (entry.addition.expiresAt > now && overlaps(listed, network)) {
      return entryName(entry.addition.value, entry.addition.reason)
    }
  }
  return undefined
}

/** Cut between characters: half of one could not be signed. */
const entryName = (value: string, reason: string): string =>
  `whitelisted as ${value} (${reason.slice(0, 300).toWellFormed()})`
