import { hash, randomBytes, randomUUID } from 'node:crypto'
import { mostRemoved, type RemovedSubscriber } from '../ledger/removed-subscribers.ts'
import type { StoredSubscriber, SubscriberRows } from '../ledger/subscribers.ts'
import type { Place } from '../own/place.ts'
import { Refusal } from '../refusal.ts'
import { parseGiven, type GivenByFamily } from './given.ts'
import {
  familiesOf,
  memberOf,
  placesIn,
  publicView,
  storedView,
  type ActiveSubscriber,
  type Member,
  type Subscriber,
} from './member.ts'
import type { PullLimits } from './pull-guard.ts'

export interface SeenSubscriber {
  readonly subscriber: Subscriber
  readonly given: GivenByFamily
  /** When its key was taken: since then it is told nothing. UTC milliseconds. */
  readonly removedAt?: number
}

export interface Subscribers {
  /** @returns `undefined` when the key belongs to nobody. */
  find(key: string): ActiveSubscriber | undefined
  list(): readonly Subscriber[]
  /** All of them with what they were last given, for reach; behind them those whose key was taken. */
  seen(): readonly SeenSubscriber[]
  /** Where each was last seen. */
  places(): readonly { readonly name: string; readonly places: readonly Place[] }[]
  /** Differs when `places` does, but for times. */
  placesVersion(): number
  /** @returns the new one, with its key: the only time that the key is known. @throws Refusal `storage` */
  add(name: string, now: number): { readonly subscriber: Subscriber; readonly key: string }
  /** Its key opens nothing any more; what it was given is kept for reach. @throws Refusal `not-found`, `storage` */
  remove(id: string): void
  /** Stores what was counted since the last time. @throws Refusal `storage` */
  flush(): void
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
  let placesVersion = 0
  const moved = (): void => void (placesVersion += 1)

  const reload = (): void => {
    const before = members
    members = new Map(
      rows.all().map((row) => [row.keyHash, before.get(row.keyHash) ?? memberOf(row, limits, recorded, moved)]),
    )
    moved()
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
    places: () => [...members.values()].map(({ stored: { name }, given }) => ({ name, places: placesIn(given) })),
    placesVersion: () => placesVersion,
    add(name, time) {
      const { key, row } = newSubscriber(name, time)
      rows.add(row)
      const member = memberOf(row, limits, recorded, moved)
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
      moved()
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
