import { hash, randomBytes, randomUUID } from 'node:crypto'
import type { ClientFamily } from '../../contract/ledger/reach.ts'
import type { StoredSubscriber, SubscriberRows } from '../ledger/subscribers.ts'
import { mostRemoved, type RemovedSubscriber } from '../ledger/removed-subscribers.ts'
import { Refusal } from '../refusal.ts'
import { give, givenText, neverGiven, parseGiven, type Given, type GivenByFamily, type Giving } from './given.ts'
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
}

export interface SeenSubscriber {
  readonly subscriber: Subscriber
  readonly given: GivenByFamily
  /** When its key was taken: since then it is told nothing. UTC milliseconds. */
  readonly removedAt?: number
}

/** A subscriber at work: found by its key, counted in memory. */
export interface ActiveSubscriber {
  readonly id: string
  readonly guard: PullGuard
  notePull(seen: Seen): void
}

export interface Subscribers {
  /** @returns `undefined` when the key belongs to nobody. */
  find(key: string): ActiveSubscriber | undefined
  list(): readonly Subscriber[]
  /** All of them with what they were last given, for reach; behind them those whose key was taken. */
  seen(): readonly SeenSubscriber[]
  /** @returns the new one, with its key: the only time that the key is known. @throws Refusal `storage` */
  add(name: string, now: number): { readonly subscriber: Subscriber; readonly key: string }
  /** Its key opens nothing any more; what it was given is kept for reach. @throws Refusal `not-found`, `storage` */
  remove(id: string): void
  /** Stores what was counted since the last time. @throws Refusal `storage` */
  flush(): void
}

interface Member extends ActiveSubscriber {
  readonly stored: StoredSubscriber
  pulls: number
  counted: boolean
  userAgent: string | null
  readonly given: Map<ClientFamily, Given>
}

const hashOf = (key: string): string => hash('sha256', key)

/** How often an unknown key may make us look whether another process has added it, milliseconds. */
const lookAgain = 1000

/** @param recorded when the ledger's newest record was, UTC milliseconds */
export function createSubscribers(
  rows: SubscriberRows,
  limits: PullLimits,
  now: () => number,
  recorded: () => number,
): Subscribers {
  let members = new Map<string, Member>()
  let version = rows.version()
  let looked = now()
  let removed = rows.removed().slice(0, mostRemoved).map(asRemoved)

  const reload = (): void => {
    const before = members
    members = new Map(
      rows.all().map((row) => [row.keyHash, before.get(row.keyHash) ?? memberOf(row, limits, recorded)]),
    )
  }
  reload()

  /** `--add-subscriber` may have been used beside this process. */
  const reloadIfChanged = (): void => {
    const time = now()
    if (time - looked < lookAgain && time >= looked) return
    looked = time
    const current = rows.version()
    if (current === version) return
    version = current
    reload()
  }

  const find = (key: string): Member | undefined => {
    const digest = hashOf(key)
    const known = members.get(digest)
    if (known) return known
    reloadIfChanged()
    return members.get(digest)
  }

  return {
    find,
    list: () => [...members.values()].map(publicView),
    seen: () => [
      ...[...members.values()].map((member) => ({ subscriber: publicView(member), given: member.given })),
      ...removed,
    ],
    add(name, time) {
      const { key, row } = newSubscriber(name, time)
      rows.add(row)
      const member = memberOf(row, limits, recorded)
      members.set(row.keyHash, member)
      return { subscriber: publicView(member), key }
    },
    remove(id) {
      const member = [...members.values()].find((each) => each.id === id)
      if (!member) throw new Refusal('not-found', `there is no subscriber ${id}`)
      const removedAt = now()
      rows.remove(storedView(member), removedAt)
      removed = [{ subscriber: publicView(member), given: member.given, removedAt }, ...removed].slice(0, mostRemoved)
      members.delete(member.stored.keyHash)
    },
    flush() {
      const counted = [...members.values()].filter((member) => member.counted)
      if (counted.length === 0) return
      rows.count(counted.map(storedView))
      for (const member of counted) member.counted = false
    },
  }
}

function asRemoved({ id, name, createdAt, removedAt, lastPull, pulls, cursor }: RemovedSubscriber): SeenSubscriber {
  const given = parseGiven(cursor)
  const known = { id, name, createdAt, pulls, families: familiesOf(given) }
  return { subscriber: { ...known, ...(lastPull === null ? {} : { lastPull }) }, given, removedAt }
}

const unseen = { lastPull: null, pulls: 0, cursor: null, family: null, userAgent: null }

/** 192 random bits, in letters that stand in a URL as they are: v1 carries the key in the path. */
export function newSubscriber(name: string, createdAt: number): { key: string; row: StoredSubscriber } {
  const key = randomBytes(24).toString('base64url')
  return { key, row: { ...unseen, id: randomUUID(), name, keyHash: hashOf(key), createdAt } }
}

function memberOf(stored: StoredSubscriber, limits: PullLimits, recorded: () => number): Member {
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
      give(givenTo(member, seen.family), seen, recorded())
      member.counted = true
    },
  }
  return member
}

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

function storedView(member: Member): StoredSubscriber {
  const { stored, pulls, given, userAgent } = member
  const [family = null] = familiesOf(given)
  return { ...stored, lastPull: lastPullOf(member), pulls, cursor: givenText(given), family, userAgent }
}

const familiesOf = (given: GivenByFamily): readonly ClientFamily[] =>
  [...given].sort(([, a], [, b]) => b.at - a.at).map(([name]) => name)

function publicView(member: Member): Subscriber {
  const { id, stored, pulls, given } = member
  const { name, createdAt } = stored
  const lastPull = lastPullOf(member)
  return { id, name, createdAt, pulls, families: familiesOf(given), ...(lastPull === null ? {} : { lastPull }) }
}
