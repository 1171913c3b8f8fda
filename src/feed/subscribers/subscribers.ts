import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { StoredSubscriber, SubscriberRows } from '../ledger/subscribers.ts'
import { Refusal } from '../refusal.ts'
import { createPullGuard, type PullGuard, type PullLimits } from './pull-guard.ts'

export interface Subscriber {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly lastPull?: number
  readonly pulls: number
}

/** A subscriber at work: found by its key, counted in memory. */
export interface ActiveSubscriber {
  readonly id: string
  readonly guard: PullGuard
  /** `begins` tells a new pull from the next page of one. */
  notePull(time: number, begins: boolean): void
}

export interface Subscribers {
  /** @returns `undefined` when the key belongs to nobody. */
  find(key: string): ActiveSubscriber | undefined
  list(): readonly Subscriber[]
  /** @returns the new one, with its key: the only time that the key is known. @throws Refusal `storage` */
  add(name: string, now: number): { readonly subscriber: Subscriber; readonly key: string }
  /** @throws Refusal `not-found`, `storage` */
  remove(id: string): void
  /** Stores what was counted since the last time. @throws Refusal `storage` */
  flush(): void
}

interface Member extends ActiveSubscriber {
  readonly stored: StoredSubscriber
  lastPull: number | null
  pulls: number
  counted: boolean
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

/** How often an unknown key may make us look whether another process has added it, milliseconds. */
const lookAgain = 1000

export function createSubscribers(rows: SubscriberRows, limits: PullLimits, now: () => number): Subscribers {
  let members = new Map<string, Member>()
  let version = rows.version()
  let looked = now()

  const reload = (): void => {
    const before = members
    members = new Map(rows.all().map((row) => [row.keyHash, before.get(row.keyHash) ?? memberOf(row, limits)]))
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
    const hash = hashOf(key)
    const known = members.get(hash)
    if (known) return known
    reloadIfChanged()
    return members.get(hash)
  }

  return {
    find,
    list: () => [...members.values()].map(publicView),
    add(name, time) {
      const { key, row } = newSubscriber(name, time)
      rows.add(row)
      const member = memberOf(row, limits)
      members.set(row.keyHash, member)
      return { subscriber: publicView(member), key }
    },
    remove(id) {
      const member = [...members.values()].find((each) => each.id === id)
      if (!member) throw new Refusal('not-found', `there is no subscriber ${id}`)
      rows.remove(id)
      members.delete(member.stored.keyHash)
    },
    flush() {
      const counted = [...members.values()].filter((member) => member.counted)
      if (counted.length === 0) return
      rows.count(counted.map(({ stored, id, lastPull, pulls }) => ({ ...stored, id, lastPull, pulls })))
      for (const member of counted) member.counted = false
    },
  }
}

const unseen = { lastPull: null, pulls: 0, cursor: null, family: null, userAgent: null }

/** 192 random bits, in letters that stand in a URL as they are: v1 carries the key in the path. */
export function newSubscriber(name: string, createdAt: number): { key: string; row: StoredSubscriber } {
  const key = randomBytes(24).toString('base64url')
  return { key, row: { ...unseen, id: randomUUID(), name, keyHash: hashOf(key), createdAt } }
}

function memberOf(stored: StoredSubscriber, limits: PullLimits): Member {
  const member: Member = {
    stored,
    id: stored.id,
    guard: createPullGuard(limits),
    lastPull: stored.lastPull,
    pulls: stored.pulls,
    counted: false,
    notePull(time, begins) {
      member.lastPull = time
      if (begins) member.pulls += 1
      member.counted = true
    },
  }
  return member
}

function publicView({ id, stored, lastPull, pulls }: Member): Subscriber {
  const { name, createdAt } = stored
  return { id, name, createdAt, pulls, ...(lastPull === null ? {} : { lastPull }) }
}
