import { createHash } from 'node:crypto'
import type { Delisted } from '../../ledger/delisted.ts'
import type { Listed } from '../../ledger/listed.ts'
import type { PublishedList, Snapshot } from '../list.ts'
import { oncePerSnapshot } from '../rendered.ts'
import { namedUuid } from '../uuid.ts'

/** A MISP feed: a manifest, and an event for each day on which something was listed. */
export interface MispFeed {
  manifest(): Buffer
  /** @returns `undefined` when there is no such event. */
  event(uuid: string): Buffer | undefined
  /** MD5 of each value with its event, for MISP's cache of the feed. */
  hashes(): Buffer
}

type Entry = Pick<Listed, 'ban' | 'listId' | 'address' | 'publishedAt'> & Partial<Pick<Delisted, 'delistedAt' | 'why'>>

interface Day {
  /** `2026-03-02` */
  readonly date: string
  readonly uuid: string
  readonly entries: readonly Entry[]
  /** UTC seconds of the last change. */
  readonly changed: number
}

const seconds = (milliseconds: number): string => String(Math.floor(milliseconds / 1000))
const publisher = { name: 'SIP honeynet', uuid: namedUuid('the honeynet') }

export function createMispFeed(list: PublishedList): MispFeed {
  const days = oncePerSnapshot(list, daysOf)
  const events = oncePerSnapshot(list, () => new Map<string, Buffer>())
  return {
    manifest: oncePerSnapshot(list, () =>
      json(Object.fromEntries([...days().values()].map((day) => [day.uuid, headOf(day)]))),
    ),
    event(uuid) {
      const day = days().get(uuid)
      const written = events().get(uuid) ?? (day && json({ Event: { ...headOf(day), ...bodyOf(day) } }))
      if (written) events().set(uuid, written)
      return written
    },
    hashes: oncePerSnapshot(list, () => {
      const lines = [...days().values()].flatMap(({ uuid, entries }) =>
        entries.filter(isLive).map(({ address }) => `${createHash('md5').update(address).digest('hex')},${uuid}\n`),
      )
      return Buffer.from(lines.join(''))
    }),
  }
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

function daysOf({ entries, removed }: Snapshot): ReadonlyMap<string, Day> {
  const byDate = new Map<string, Entry[]>()
  for (const entry of [...entries, ...removed]) {
    const date = new Date(entry.publishedAt).toISOString().slice(0, 10)
    const day = byDate.get(date) ?? []
    byDate.set(date, day)
    day.push(entry)
  }
  const days = [...byDate].sort(([a], [b]) => a.localeCompare(b)).map(([date, day]) => dayOf(date, day))
  return new Map(days.map((day) => [day.uuid, day]))
}

function dayOf(date: string, entries: readonly Entry[]): Day {
  const changed = entries.reduce((latest, entry) => Math.max(latest, changeOf(entry)), 0)
  return { date, uuid: namedUuid(`day ${date}`), entries, changed: Math.floor(changed / 1000) }
}

const changeOf = ({ publishedAt, delistedAt }: Entry): number => delistedAt ?? publishedAt

const headOf = ({ date, changed }: Day) => ({
  ...{ Orgc: publisher, Tag: [{ name: 'tlp:green', colour: '#339900' }], info: `SIP honeynet blacklist ${date}` },
  ...{ date, analysis: '2', threat_level_id: '2', timestamp: String(changed) },
})

const bodyOf = ({ uuid, changed, entries }: Day) => ({
  ...{ uuid, published: true, publish_timestamp: String(changed), Attribute: entries.map(attributeOf) },
})

function attributeOf(entry: Entry): unknown {
  return {
    uuid: namedUuid(`attribute ${entry.ban} ${entry.listId}`),
    ...{ type: 'ip-src', category: 'Network activity', value: entry.address, comment: 'Attacked a SIP honeynet' },
    ...{ to_ids: isLive(entry), disable_correlation: false, deleted: isTakenBack(entry) },
    ...{ timestamp: seconds(changeOf(entry)), first_seen: new Date(entry.publishedAt).toISOString() },
    ...(entry.delistedAt === undefined ? {} : { last_seen: new Date(entry.delistedAt).toISOString() }),
  }
}

const isLive = ({ delistedAt }: Entry): boolean => delistedAt === undefined
/** What ran out was right while it lasted; what was revoked must go. */
const isTakenBack = ({ why }: Entry): boolean => why === 'revoked' || why === 'split'
