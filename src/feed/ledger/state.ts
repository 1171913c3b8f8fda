import { parseNetwork, type Network } from '../../contract/ledger/address.ts'
import { feedKinds } from '../../contract/ledger/intent.ts'
import type { Role } from '../../contract/ledger/intents/people.ts'
import type { Policy } from '../../contract/ledger/intents/policy.ts'
import { advanceBan, isLive, type BanLife } from '../../contract/ledger/life/ban.ts'
import { advanceWhitelist, type WhitelistLife } from '../../contract/ledger/life/whitelist.ts'
import { noPrevious, type LedgerRecord } from '../../contract/ledger/record.ts'

export interface Analyst {
  readonly name: string
  readonly roles: readonly Role[]
}

/** Where the chain stands; the next record goes behind it. */
export interface ChainEnd {
  readonly seq: number
  readonly hash: string
  readonly recordedAt: number
}

export interface LiveBan {
  readonly ban: BanLife
  readonly network: Network
}

export interface ActiveEntry {
  readonly entry: WhitelistLife
  readonly network: Network
}

/** What all records up to `end` add up to. */
export interface LedgerState {
  readonly end: ChainEnd
  readonly bans: ReadonlyMap<string, BanLife>
  readonly live: ReadonlyMap<string, LiveBan>
  readonly whitelist: ReadonlyMap<string, WhitelistLife>
  readonly active: ReadonlyMap<string, ActiveEntry>
  readonly analysts: ReadonlyMap<string, Analyst>
  readonly policy: Policy | undefined
  /** The feed's own key: the author of the first record. */
  readonly feedKey: string | undefined
  /** The highest list ID ever given. */
  readonly lastListId: number
}

/** What some records, not yet stored, change. */
export interface Changes {
  readonly bans: ReadonlyMap<string, BanLife>
  readonly whitelist: ReadonlyMap<string, WhitelistLife>
}

/** A record that cannot follow on those in front of it, although its chain and signature may be right. */
class IllegalRecord extends Error {
  override readonly name = 'IllegalRecord'
}

/** The state at the ledger's end, and the only way to move it on. */
export interface MutableState extends LedgerState {
  /** Works out what `records` change, without changing anything. @throws IllegalRecord */
  draft(records: readonly LedgerRecord[]): Draft
}

export interface Draft extends Changes {
  /** Makes it true; to be called once the records are stored. */
  apply(): void
}

interface Fields {
  end: ChainEnd
  bans: Map<string, BanLife>
  live: Map<string, LiveBan>
  whitelist: Map<string, WhitelistLife>
  active: Map<string, ActiveEntry>
  analysts: Map<string, Analyst>
  policy: Policy | undefined
  feedKey: string | undefined
  lastListId: number
}

export function emptyState(): MutableState {
  const state: Fields = {
    end: { seq: 0, hash: noPrevious, recordedAt: 0 },
    bans: new Map(),
    live: new Map(),
    whitelist: new Map(),
    active: new Map(),
    analysts: new Map(),
    policy: undefined,
    feedKey: undefined,
    lastListId: 0,
  }
  return Object.assign(state, { draft: (records: readonly LedgerRecord[]) => draftOn(state, records) })
}

type Overlay = Pick<Fields, 'end' | 'bans' | 'whitelist' | 'analysts' | 'policy' | 'feedKey' | 'lastListId'>

function draftOn(state: Fields, records: readonly LedgerRecord[]): Draft {
  const { end, policy, feedKey, lastListId } = state
  const overlay: Overlay = {
    ...{ end, policy, feedKey, lastListId },
    ...{ bans: new Map(), whitelist: new Map(), analysts: new Map() },
  }
  for (const record of records) fold(state, overlay, record)
  return { bans: overlay.bans, whitelist: overlay.whitelist, apply: () => merge(state, overlay) }
}

function fold(state: Fields, overlay: Overlay, record: LedgerRecord): void {
  const { intent } = record
  checkAuthor(state, overlay, record)
  if (intent.kind === 'policy.changed') overlay.policy = intent.body
  else if (intent.kind === 'analyst.enrolled') overlay.analysts.set(intent.subject, intent.body)
  else if (intent.kind.startsWith('whitelist.')) foldWhitelist(state, overlay, record)
  else foldBan(state, overlay, record)
  overlay.end = { seq: record.seq, hash: record.hash, recordedAt: record.recordedAt }
}

/** The first record names the feed by its author; after it consoles must be enrolled and may not speak as the feed. */
function checkAuthor(state: Fields, overlay: Overlay, { intent, seq }: LedgerRecord): void {
  if (seq === 1 && intent.kind !== 'policy.changed') throw new IllegalRecord('the first record does not set the policy')
  overlay.feedKey ??= intent.author
  if (intent.author === overlay.feedKey) return
  if (feedKinds.has(intent.kind)) throw new IllegalRecord(`only the feed itself may record ${intent.kind}`)
  const known = overlay.analysts.has(intent.author) || state.analysts.has(intent.author)
  if (!known) throw new IllegalRecord('its author is not enrolled')
}

function foldBan(state: Fields, overlay: Overlay, record: LedgerRecord): void {
  const { kind, subject, body } = record.intent
  const before = overlay.bans.get(subject) ?? state.bans.get(subject)
  const after = advanceBan(before, record)
  if (!after) throw new IllegalRecord(`${kind} does not follow on ${before?.state ?? 'nothing'}`)
  if (kind === 'ban.published') {
    const listId = Number(body.listId)
    if (listId <= overlay.lastListId) throw new IllegalRecord('its list ID goes backwards')
    overlay.lastListId = listId
  }
  overlay.bans.set(subject, after)
}

function foldWhitelist(state: Fields, overlay: Overlay, record: LedgerRecord): void {
  const { kind, subject } = record.intent
  const before = overlay.whitelist.get(subject) ?? state.whitelist.get(subject)
  const after = advanceWhitelist(before, record)
  if (!after) throw new IllegalRecord(`${kind} does not follow on ${before?.state ?? 'nothing'}`)
  overlay.whitelist.set(subject, after)
}

function merge(state: Fields, overlay: Overlay): void {
  const { end, policy, feedKey, lastListId } = overlay
  Object.assign(state, { end, policy, feedKey, lastListId })
  for (const [key, analyst] of overlay.analysts) state.analysts.set(key, analyst)
  for (const [id, ban] of overlay.bans) mergeBan(state, id, ban)
  for (const [id, entry] of overlay.whitelist) mergeEntry(state, id, entry)
}

function mergeBan(state: Fields, id: string, ban: BanLife): void {
  state.bans.set(id, ban)
  const network = parseNetwork(ban.proposal.address)
  if (network && isLive(ban.state)) state.live.set(id, { ban, network })
  else state.live.delete(id)
}

function mergeEntry(state: Fields, id: string, entry: WhitelistLife): void {
  state.whitelist.set(id, entry)
  const network = parseNetwork(entry.addition.value)
  if (network && entry.state === 'active') state.active.set(id, { entry, network })
  else state.active.delete(id)
}
