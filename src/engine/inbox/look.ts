import { contains, parseNetwork } from '../../contract/ledger/address.ts'
import { isLive } from '../../contract/ledger/life/ban.ts'
import { mostLookedThrough, type InboxList, type InboxSources } from '../../contract/console/inbox.ts'
import type { Reading } from '../readers/reading.ts'
import { hiding } from '../sources/whitelisted.ts'
import { inboxCandidates, type Candidate } from '../store/inbox/candidates.ts'
import { waitingProposals } from '../store/live-bans.ts'
import { bannedRanges } from '../store/standing.ts'

/** Everybody that the Inbox is about, divided; each list worst first. */
export interface Look extends Pick<InboxSources, 'counts' | 'nextBack' | 'complete'> {
  readonly lists: Readonly<Record<InboxList, readonly Candidate[]>>
}

/**
 * Goes through the sources by their verdicts, and no events: how long it takes follows from how many sources there are,
 * up to a bound.
 */
export function lookThrough(reading: Reading, most = mostLookedThrough): Look {
  const found = inboxCandidates(reading.reader, reading.now(), most + 1)
  const complete = found.length <= most
  const looked = complete ? found : found.slice(0, most)
  const hidden = hiding(reading)?.(looked)
  const isBanned = banned(reading)
  const lists = { open: [], done: [], snoozed: [], hidden: [], banned: [] } satisfies Record<InboxList, Candidate[]>
  const listOf = (candidate: Candidate): InboxList =>
    hidden?.has(candidate.id) ? 'hidden' : isBanned(candidate) ? 'banned' : putAway(candidate)
  for (const candidate of looked) (lists as Record<InboxList, Candidate[]>)[listOf(candidate)].push(candidate)
  return { lists, ...figures(lists), complete }
}

const putAway = ({ mark, back }: Candidate): 'open' | 'done' | 'snoozed' =>
  mark === null || back !== null ? 'open' : mark

/** By a ban of its own, one that the feed has not recorded yet, or one of a range around it. */
function banned({ reader }: Reading): (candidate: Candidate) => boolean {
  const waiting = new Set(waitingProposals(reader))
  const texts = [...bannedRanges(reader).flatMap(({ address, state }) => (isLive(state) ? address : [])), ...waiting]
  const ranges = texts.flatMap((text) => (text.includes('/') ? (parseNetwork(text) ?? []) : []))
  const inRange = (address: string): boolean => {
    const host = ranges.length > 0 ? parseNetwork(address) : undefined
    return host !== undefined && ranges.some((range) => contains(range, host))
  }
  return ({ address, banned: own }) => own === 1 || waiting.has(address) || inRange(address)
}

function figures(lists: Look['lists']): Pick<Look, 'counts' | 'nextBack'> {
  const { open, done, snoozed, hidden, banned: bans } = lists
  const ends = snoozed.flatMap(({ until }) => until ?? [])
  const nextBack = ends.reduce((soonest, end) => Math.min(soonest, end), Infinity)
  return {
    counts: {
      ...{ open: open.length, done: done.length, snoozed: snoozed.length, hidden: hidden.length, banned: bans.length },
    },
    ...(nextBack < Infinity ? { nextBack } : {}),
  }
}
