import type { BanLife } from '../../contract/ledger/life/ban.ts'
import type { BanReach, ClientFamily, SubscriberReach } from '../../contract/ledger/reach.ts'
import type { Delisted } from '../ledger/delisted.ts'
import { mostSteps, type Given } from './given.ts'
import type { SeenSubscriber } from './subscribers.ts'

/**
 * Who has the address of a ban, and how long a block outlives a revoke: the honest part, because most clients are never
 * told to forget. Where we cannot know we say so.
 */
export interface ReachedBan {
  readonly id: string
  readonly address: string
  /** Each time that it was listed, UTC milliseconds. */
  readonly listings: readonly { readonly listId: number; readonly publishedAt: number }[]
  /** When its time on the list ends or would have ended. */
  readonly expiresAt: number
  /** When it left the list. */
  readonly endedAt: number | undefined
}

type State = SubscriberReach['state']
type Ends = NonNullable<SubscriberReach['ends']>

interface Outcome {
  readonly state: State
  readonly ends?: Ends
  readonly latest?: number
}

/** What of the ledger decides it. */
export function reachedBan(ban: BanLife, removed: readonly Delisted[]): ReachedBan {
  const past = removed.filter((entry) => entry.ban === ban.id)
  const { listId, publishedAt, expiresAt = 0, revokedAt, state } = ban
  const last = listId === undefined || publishedAt === undefined ? [] : [{ listId: Number(listId), publishedAt }]
  const left = past.find((entry) => entry.listId === Number(listId))?.delistedAt ?? revokedAt ?? expiresAt
  return {
    ...{ id: ban.id, address: ban.proposal.address, listings: [...past, ...last], expiresAt },
    endedAt: state === 'published' || last.length === 0 ? undefined : left,
  }
}

export function reachOf(ban: ReachedBan, seen: readonly SeenSubscriber[], now: number): BanReach {
  const subscribers = seen.map((each) => subscriberReach(ban, each, now))
  return { ban: ban.id, subscribers: subscribers.filter(({ state, removedAt }) => !removedAt || state !== 'has-not') }
}

/** A subscriber that is silent for longer is shown as stale, milliseconds. */
const staleAfter = 24 * 3_600_000

function subscriberReach(
  ban: ReachedBan,
  { subscriber, given, removedAt }: SeenSubscriber,
  now: number,
): SubscriberReach {
  const { id, name, lastPull, createdAt } = subscriber
  const outcomes = [...given].map(([family, each]) => forgotten(familyOutcome(ban, family, each), now))
  const outcome = given.size > 0 ? worst(outcomes) : unseen(ban, lastPull)
  return {
    ...{ id, name, families: [...given.keys()], ...(removedAt === undefined ? outcome : untold(outcome)) },
    ...(lastPull === undefined ? {} : { lastPull }),
    ...(removedAt === undefined ? {} : { removedAt }),
    stale: removedAt === undefined && now - (lastPull ?? createdAt) > staleAfter,
  }
}

/** Without a key it asks in vain: no answer of ours ends the block, only its own clock, if it has one. */
function untold(outcome: Outcome): Outcome {
  const { state, ends, latest } = outcome
  if (ends !== 'at-next-pull') return outcome
  return latest === undefined ? { state, ends: 'unknown' } : { state, ends: 'at-a-time', latest }
}

/** Pulls were counted before what they got was. */
function unseen({ listings }: ReachedBan, lastPull: number | undefined): Outcome {
  const could = lastPull !== undefined && listings.some(({ publishedAt }) => publishedAt <= lastPull)
  return could ? { state: 'unknown', ends: 'unknown' } : { state: 'has-not' }
}

const has = (ends: Ends, latest?: number): Outcome => ({
  ...{ state: 'has', ends },
  ...(latest === undefined ? {} : { latest }),
})

const week = 7 * 86_400_000
const intuitiveTtl = 2 * 86_400_000

function familyOutcome(ban: ReachedBan, family: ClientFamily, given: Given): Outcome {
  // It got the address before it left the list, so the client's own time began at this moment at the latest.
  const begun = Math.min(given.at, ban.endedAt ?? given.at)
  switch (family) {
    case 'crowdsec':
    case 'taxii':
      return asSnapshot(ban, given, has('at-next-pull', ban.expiresAt))
    case 'timed-list':
      return asSnapshot(ban, given, has('at-a-time', ban.expiresAt))
    case 'list':
    case 'misp':
      return asSnapshot(ban, given, has('at-next-pull'))
    case 'jambonz':
      return given.whole > (ban.endedAt ?? Infinity) ? { state: 'has-not' } : byId(ban, given, has('at-next-pull'))
    case 'apiban-v1':
    case 'apiban-v2':
    case 'kamailio':
      return byId(ban, given, has('at-a-time', begun + week))
    case 'intuitive':
      return byId(ban, given, has('at-a-time', begun + intuitiveTtl))
    case 'opensips':
    case 'bash':
      return byId(ban, given, has('never'))
    case 'unknown':
      return byId(ban, given, has('unknown'))
  }
}

/** Clients that take the list as it is: they have what stood on it when they last asked. */
function asSnapshot({ listings, endedAt }: ReachedBan, { at }: Given, outcome: Outcome): Outcome {
  const stood = listings.some(({ publishedAt }) => publishedAt <= at) && (endedAt === undefined || at <= endedAt)
  return stood ? outcome : { state: 'has-not' }
}

/** Clients that ask behind an ID, and know IPv4 hosts alone. */
function byId({ address, listings, endedAt }: ReachedBan, { steps }: Given, outcome: Outcome): Outcome {
  if (/[:/]/.test(address)) return { state: 'has-not' }
  const first = Math.min(...listings.map(({ listId }) => listId))
  const place = steps.findIndex(({ upTo }) => upTo >= first)
  const passed = steps[place]
  if (!passed) return { state: 'has-not' }
  if (endedAt === undefined || passed.at <= endedAt) return outcome
  // It passed the ID when the address had left. Unless that is only the oldest that we remember.
  const sure = passed.claimed !== true && (place > 0 || steps.length < mostSteps)
  return sure ? { state: 'has-not' } : { ...outcome, state: 'unknown' }
}

/** What has forgotten has it no more. */
const forgotten = (outcome: Outcome, now: number): Outcome =>
  outcome.latest !== undefined && outcome.latest <= now ? { state: 'has-not' } : outcome

const stateRank: Readonly<Record<State, number>> = { has: 2, unknown: 1, 'has-not': 0 }
const endsRank: Readonly<Record<Ends, number>> = { never: 3, unknown: 2, 'at-next-pull': 1, 'at-a-time': 0 }

/** Several kinds of client may share a key: what the last of them does counts. */
function worst(outcomes: readonly Outcome[]): Outcome {
  const may = outcomes.filter(({ state }) => state !== 'has-not')
  const [state = 'has-not'] = may.map((each) => each.state).sort((a, b) => stateRank[b] - stateRank[a])
  const [ends] = may.flatMap((each) => each.ends ?? []).sort((a, b) => endsRank[b] - endsRank[a])
  const times = may.flatMap(({ latest }) => latest ?? [])
  const known = may.length > 0 && times.length === may.length
  return { state, ...(ends ? { ends } : {}), ...(known ? { latest: Math.max(...times) } : {}) }
}
