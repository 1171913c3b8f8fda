import type { ClientFamily } from '../../contract/ledger/reach.ts'
import type { StoredSubscriber } from '../ledger/subscribers.ts'
import { placeOf, type Place } from '../own/place.ts'
import {
  give,
  giveTo,
  givenText,
  neverGiven,
  parseGiven,
  type Given,
  type GivenByFamily,
  type Giving,
} from './given.ts'
import { createPullGuard, type PullGuard, type PullLimits } from './pull-guard.ts'

export interface Subscriber {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly lastPull?: number
  readonly pulls: number
  /** The last one first. */
  readonly families: readonly ClientFamily[]
}

/** What a request for the list, or for a page of it, tells about the client. */
export interface Seen extends Giving {
  /** A new pull, not the next page of one. */
  readonly begins: boolean
  readonly family: ClientFamily
  readonly userAgent: string | undefined
  /** The address that it came from. */
  readonly from: string | undefined
}

/** A subscriber at work: found by its key, counted in memory. */
export interface ActiveSubscriber {
  readonly id: string
  readonly guard: PullGuard
  notePull(seen: Seen): void
}

export interface Member extends ActiveSubscriber {
  readonly stored: StoredSubscriber
  pulls: number
  counted: boolean
  userAgent: string | null
  readonly given: Map<ClientFamily, Given>
}

/**
 * @param recorded the time of the ledger's last record
 * @param moved called when it asks from where it was not seen before
 */
export function memberOf(
  stored: StoredSubscriber,
  limits: PullLimits,
  recorded: () => number,
  moved: () => void,
): Member {
  /** The address of the last request, as it was and as it is kept: mostly the next one has the same. */
  let peer: string | undefined
  let place: string | undefined
  const member: Member = {
    stored,
    id: stored.id,
    guard: createPullGuard(limits),
    pulls: stored.pulls,
    counted: false,
    userAgent: stored.userAgent,
    given: parseGiven(stored.cursor),
    notePull(seen) {
      if (seen.begins) member.pulls += 1
      // The text of each request would outlive it.
      const userAgent = seen.userAgent?.slice(0, 200) ?? member.userAgent
      if (userAgent !== member.userAgent) member.userAgent = userAgent
      const given = givenTo(member, seen.family)
      give(given, seen, recorded())
      if (seen.from !== peer) {
        peer = seen.from?.slice(0, longestAddress)
        place = placeOf(peer)
      }
      if (place !== undefined && giveTo(given, place, seen.time)) moved()
      member.counted = true
    },
  }
  return member
}

/** In characters: IPv6 that holds IPv4. */
const longestAddress = 45

export const placesIn = (given: GivenByFamily): readonly Place[] => [...given.values()].flatMap(({ from = [] }) => from)

function givenTo({ given }: Member, family: ClientFamily): Given {
  const known = given.get(family)
  if (known) return known
  const first = neverGiven()
  given.set(family, first)
  return first
}

/** UTC milliseconds. A number of its own would be a new object for each request. */
const lastPullOf = ({ given, stored }: Member): number | null =>
  given.size === 0 ? stored.lastPull : Math.max(...[...given.values()].map(({ at }) => at))

export function storedView(member: Member): StoredSubscriber {
  const { stored, pulls, given, userAgent } = member
  const [family = null] = familiesOf(given)
  return { ...stored, lastPull: lastPullOf(member), pulls, cursor: givenText(given), family, userAgent }
}

export const familiesOf = (given: GivenByFamily): readonly ClientFamily[] =>
  [...given].sort(([, a], [, b]) => b.at - a.at).map(([name]) => name)

export function publicView(member: Member): Subscriber {
  const { id, stored, pulls, given } = member
  const { name, createdAt } = stored
  const lastPull = lastPullOf(member)
  return { id, name, createdAt, pulls, families: familiesOf(given), ...(lastPull === null ? {} : { lastPull }) }
}
