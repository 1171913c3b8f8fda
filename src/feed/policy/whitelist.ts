import { randomUUID } from 'node:crypto'
import { consequencesOf, type Consequence } from '../../contract/ledger/consequences.ts'
import { approverDemand, endsTooMany, entryTooWide } from '../../contract/ledger/entry-limits.ts'
import type { SignedIntent } from '../../contract/ledger/intent.ts'
import type { WhitelistAddition } from '../../contract/ledger/intents/whitelist.ts'
import { changed, type WhitelistLife } from '../../contract/ledger/life/whitelist.ts'
import type { AskedIntent } from '../../contract/ledger/roles.ts'
import { forbids, whitelistFault, type Candidate } from '../../contract/ledger/whitelist.ts'
import type { LedgerState } from '../ledger/state.ts'
import { listIds } from '../life/list-ids.ts'
import { Refusal } from '../refusal.ts'
import type { Judging } from './judging.ts'
import { requireOneOf } from './roles.ts'

export type WhitelistIntent = Extract<AskedIntent, { kind: `whitelist.${string}` }>

/** @returns what follows at once: the whitelist outranks every ban. @throws Refusal */
export function judgeWhitelist(judging: Judging, intent: WhitelistIntent): readonly SignedIntent[] {
  const { state } = judging
  if (intent.kind === 'whitelist.added') return judgeAddition(judging, intent)
  const entry = requireActive(state.whitelist.get(intent.subject), intent.subject)
  if (intent.kind === 'whitelist.removed') return []
  const addition = changed(entry.addition, intent.body)
  return carriedOut(judging, addition, consequencesNow(judging, addition))
}

function requireActive(entry: WhitelistLife | undefined, id: string): WhitelistLife {
  if (!entry) throw new Refusal('not-found', `there is no whitelist entry ${id}`)
  if (entry.state !== 'active') throw new Refusal('wrong-state', `the entry is ${entry.state} already`)
  return entry
}

function judgeAddition(
  judging: Judging,
  { subject: id, body: addition, author }: Extract<WhitelistIntent, { kind: 'whitelist.added' }>,
): readonly SignedIntent[] {
  const { state } = judging
  if (state.whitelist.has(id)) throw new Refusal('wrong-state', `whitelist entry ${id} exists already`)
  const fault = whitelistFault(addition)
  if (fault !== undefined) throw new Refusal('bad-request', fault)
  const tooWide = entryTooWide(addition)
  if (tooWide !== undefined) throw new Refusal('too-wide', tooWide)
  const consequences = consequencesNow(judging, addition)
  const demand = approverDemand(addition, consequences)
  if (demand !== undefined) requireOneOf(state, author, ['approver'], demand)
  return carriedOut(judging, addition, consequences)
}

/** @throws Refusal where it is over already. */
function consequencesNow({ state, now }: Judging, addition: WhitelistAddition): readonly Consequence[] {
  if (addition.expiresAt <= now) throw new Refusal('bad-request', 'the entry would have expired already')
  return consequencesOf(addition, state.live.values(), now)
}

function carriedOut(
  { state, voice, latest }: Judging,
  addition: WhitelistAddition,
  consequences: readonly Consequence[],
): readonly SignedIntent[] {
  // What an older program let in may be wider; how much may end at once holds for it too.
  const tooMany = endsTooMany(consequences)
  if (tooMany !== undefined) throw new Refusal('too-wide', tooMany)
  const reason = entryName(addition)
  const nextId = listIds(state.lastListId, latest)
  const carryOut = (consequence: Consequence): SignedIntent => {
    const { ban } = consequence
    if (consequence.how === 'blocked') return voice.say('ban.blocked', ban, { reason })
    if (consequence.how === 'revoked') return voice.say('ban.revoked', ban, { reason })
    const into = consequence.into.map((address) => ({ ban: randomUUID(), address, listId: nextId() }))
    return voice.say('ban.split', ban, { reason, into })
  }
  return consequences.map(carryOut)
}

const fitting = ({ active }: LedgerState, candidate: Candidate, now: number): readonly WhitelistAddition[] =>
  [...active.values()]
    .filter(({ entry, fits }) => entry.addition.expiresAt > now && fits(candidate))
    .map(({ entry }) => entry.addition)

/** A host inside a whitelisted range counts, and so does a range around a whitelisted host. */
export const forbiddingEntries = (
  state: LedgerState,
  candidate: Candidate,
  now: number,
): readonly WhitelistAddition[] => fitting(state, candidate, now).filter(forbids)

/** @returns words for the entries that ask for a second look. */
export const informingEntries = (state: LedgerState, candidate: Candidate, now: number): readonly string[] =>
  fitting(state, candidate, now)
    .filter((addition) => !forbids(addition))
    .map(entryName)

/** Cut between characters: half of one could not be signed. */
export const entryName = ({ value, reason }: WhitelistAddition): string =>
  `whitelisted as ${value} (${reason.slice(0, 300).toWellFormed()})`
