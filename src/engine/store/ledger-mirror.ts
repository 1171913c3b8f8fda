import { mostBansListed } from '../../contract/console/bans.ts'
import type { Policy } from '../../contract/ledger/intents/policy.ts'
import type { BanLife } from '../../contract/ledger/life/ban.ts'
import type { CampaignLife, TeamChange } from '../../contract/ledger/life/team.ts'
import type { WhitelistLife } from '../../contract/ledger/life/whitelist.ts'
import type { LedgerRecord } from '../../contract/ledger/record.ts'
import type { Reader, Writer } from './connection.ts'
import { feedInUse, recordedCampaign } from './team/base.ts'
import { recordTeam } from './team/recorded.ts'

/** A ban as the mirror keeps it: its records are read only where its steps are shown. */
export type MirroredBan = Omit<BanLife, 'records'>

/** What one new record changes; written together with the record or not at all. */
export interface RecordEffect {
  readonly ban?: BanLife
  /** The bans that the ban was split into. */
  readonly parts?: readonly BanLife[]
  readonly entry?: WhitelistLife
  readonly analyst?: { readonly key: string; readonly name: string }
  readonly team?: TeamChange
}

export interface LedgerEnd {
  readonly seq: number
  readonly hash: string
  readonly recordedAt: number
}

interface RecordsOf {
  readonly about?: string | undefined
  readonly part?: string | undefined
}

/** How many bans are on the list, and are held to come onto it; `V1` counts single IPv4 addresses alone. */
export interface ListCounts {
  readonly published: number
  readonly publishedV1: number
  readonly held: number
  readonly heldV1: number
}

/** What the console's copy of the ledger says. Times are UTC milliseconds. */
export interface LedgerReader {
  feedKey(): string | undefined
  end(): LedgerEnd | undefined
  /** The next 200 records after a sequence, oldest first. */
  page(after: number): readonly LedgerRecord[]
  recordsAbout(subject: string): readonly LedgerRecord[]
  /** Newest first, in front of sequence `before`: of one subject, or one part of the ledger such as `ban`. */
  recordsBefore(before: number, of: RecordsOf, limit: number): readonly LedgerRecord[]
  ban(id: string): MirroredBan | undefined
  /** Newest first. */
  bans(filter: { readonly states?: readonly string[]; readonly address?: string }): readonly MirroredBan[]
  /** In the order in which they were proposed; those that are not known are left out. */
  bansById(ids: readonly string[]): readonly MirroredBan[]
  publishedCount(): number
  listCounts(): ListCounts
  entry(id: string): WhitelistLife | undefined
  /** Those in force first, each newest first: all, or as many as asked for. */
  entries(most?: number): readonly WhitelistLife[]
  entryCount(): number
  activeEntries(): readonly WhitelistLife[]
  /** As recorded, whatever of it is shown; removed ones too. */
  campaign(uuid: string): CampaignLife | undefined
  analystName(key: string): string | undefined
  policy(): Policy | undefined
  /** All that was recorded about people, oldest first. */
  peopleRecords(): readonly LedgerRecord[]
}

/** The console's copy of the ledger. */
export interface LedgerMirrorStore extends LedgerReader {
  rememberFeed(key: string): void
  /** Appends a record with its effect and takes its intent out of the outbox, in one transaction. */
  append(record: LedgerRecord, effect: RecordEffect): void
}

export function ledgerMirrorStore(store: Writer): LedgerMirrorStore {
  return {
    ...ledgerReader(store),
    rememberFeed: (key) => void store.run('INSERT INTO ledger_feed (one, key) VALUES (1, ?)', key),
    append: (...of) => append(store, ...of),
  }
}

export function ledgerReader(store: Reader): LedgerReader {
  const campaign = (uuid: string) => recordedCampaign(store, feedInUse(store), uuid)
  return { ...chain(store), ...bans(store), ...entries(store), campaign }
}

type Text = { readonly text: string }
const readRecord = (row: Text): LedgerRecord => JSON.parse(row.text) as LedgerRecord
const readBan = (row: Text): MirroredBan => JSON.parse(row.text) as MirroredBan
const readEntry = (row: Text): WhitelistLife => JSON.parse(row.text) as WhitelistLife

const lastRecord = 'SELECT record AS text FROM ledger_record ORDER BY seq DESC LIMIT 1'
const recordsAbout = 'SELECT record AS text FROM ledger_record WHERE subject = ? ORDER BY seq'
const recordPage = 'SELECT record AS text FROM ledger_record WHERE seq > ? ORDER BY seq LIMIT 200'
const recordsBefore = `SELECT record AS text FROM ledger_record
  WHERE seq < ? AND (? IS NULL OR subject = ?) AND (? IS NULL OR kind GLOB ? || '.*') ORDER BY seq DESC LIMIT ?`
const lastPolicy = "SELECT record AS text FROM ledger_record WHERE kind = 'policy.changed' ORDER BY seq DESC LIMIT 1"
const aboutPeople = "SELECT record AS text FROM ledger_record WHERE kind GLOB 'analyst.*' ORDER BY seq"

function chain(store: Reader) {
  return {
    feedKey: () => store.get<{ key: string }>('SELECT key FROM ledger_feed')?.key,
    end: () => {
      const row = store.get<Text>(lastRecord)
      return row && readRecord(row)
    },
    page: (after: number) => store.all<Text>(recordPage, after).map(readRecord),
    recordsAbout: (subject: string) => store.all<Text>(recordsAbout, subject).map(readRecord),
    recordsBefore: (before: number, of: RecordsOf, limit: number) => {
      const { about = null, part = null } = of
      return store.all<Text>(recordsBefore, before, about, about, part, part, limit).map(readRecord)
    },
    peopleRecords: () => store.all<Text>(aboutPeople).map(readRecord),
    analystName: (key: string) => store.get<{ name: string }>('SELECT name FROM analyst WHERE key = ?', key)?.name,
    policy: () => {
      const row = store.get<Text>(lastPolicy)
      const intent = row && readRecord(row).intent
      return intent?.kind === 'policy.changed' ? intent.body : undefined
    },
  } satisfies Partial<LedgerReader>
}

const insertRecord = 'INSERT INTO ledger_record (seq, intent, subject, kind, hash, record) VALUES (?, ?, ?, ?, ?, ?)'
const putBan = `INSERT INTO ban (id, address, state, proposed, life) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, life = excluded.life`
const putEntry = `INSERT INTO whitelist_entry (id, value, state, added, life) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, life = excluded.life`
const putAnalyst = 'INSERT INTO analyst (key, name) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET name = excluded.name'

function append(store: Writer, record: LedgerRecord, { ban, parts = [], entry, analyst, team }: RecordEffect): void {
  const { seq, intent, hash } = record
  store.transaction(() => {
    store.run(insertRecord, seq, intent.id, intent.subject, intent.kind, hash, JSON.stringify(record))
    for (const each of ban ? [ban, ...parts] : []) {
      // Its records are in the ledger already.
      const life = { ...each, records: undefined }
      store.run(putBan, life.id, life.proposal.address, life.state, seq, JSON.stringify(life))
    }
    if (entry) store.run(putEntry, entry.id, entry.addition.value, entry.state, seq, JSON.stringify(entry))
    if (analyst) store.run(putAnalyst, analyst.key, analyst.name)
    if (team) recordTeam(store, record, team)
    store.run('DELETE FROM outbox WHERE intent = ?', intent.id)
  })
}

const banList = `SELECT life AS text FROM ban
  WHERE (? IS NULL OR address = ?) AND (? IS NULL OR state IN (SELECT value FROM json_each(?)))
  ORDER BY proposed DESC LIMIT ?`

const bansById = `SELECT life AS text FROM ban WHERE id IN (SELECT value FROM json_each(?)) ORDER BY proposed`

const listCounts = `SELECT state = 'published' AS listed, count(*) AS count,
    sum(instr(address, ':') = 0 AND instr(address, '/') = 0) AS v1
  FROM ban WHERE state IN ('published', 'held', 'approved') GROUP BY listed`

function bans(store: Reader) {
  return {
    ban: (id: string) => {
      const row = store.get<Text>('SELECT life AS text FROM ban WHERE id = ?', id)
      return row && readBan(row)
    },
    bans: ({ states, address }: Parameters<LedgerReader['bans']>[0]) => {
      const among = states ? JSON.stringify(states) : null
      const of = address ?? null
      return store.all<Text>(banList, of, of, among, among, mostBansListed).map(readBan)
    },
    bansById: (ids: readonly string[]) => store.all<Text>(bansById, JSON.stringify(ids)).map(readBan),
    listCounts: () => {
      const rows = store.all<{ listed: number; count: number; v1: number }>(listCounts)
      const of = (listed: number) => rows.find((row) => row.listed === listed) ?? { count: 0, v1: 0 }
      const [held, published] = [of(0), of(1)]
      return { published: published.count, publishedV1: published.v1, held: held.count, heldV1: held.v1 }
    },
    publishedCount: () =>
      store.get<{ count: number }>("SELECT count(*) AS count FROM ban WHERE state = 'published'")?.count ?? 0,
  } satisfies Partial<LedgerReader>
}

const entryList = "SELECT life AS text FROM whitelist_entry ORDER BY state = 'active' DESC, added DESC LIMIT ?"

function entries(store: Reader) {
  return {
    entry: (id: string) => {
      const row = store.get<Text>('SELECT life AS text FROM whitelist_entry WHERE id = ?', id)
      return row && readEntry(row)
    },
    // No limit is what a negative one means to SQLite.
    entries: (most = -1) => store.all<Text>(entryList, most).map(readEntry),
    entryCount: () => store.get<{ count: number }>('SELECT count(*) AS count FROM whitelist_entry')?.count ?? 0,
    activeEntries: () =>
      store.all<Text>("SELECT life AS text FROM whitelist_entry WHERE state = 'active'").map(readEntry),
  } satisfies Partial<LedgerReader>
}
