import { parseNetwork } from '../../contract/ledger/address.ts'
import { feedKinds, type RecordKind } from '../../contract/ledger/intent.ts'
import type { Policy } from '../../contract/ledger/intents/policy.ts'
import { advanceBan, isLive, partsOf, type BanLife } from '../../contract/ledger/life/ban.ts'
import { advancePeople, type Invitation, type Person } from '../../contract/ledger/life/people.ts'
import { advanceTeam, isTeamKind, type CampaignLife, type TeamChange } from '../../contract/ledger/life/team.ts'
import { advanceWhitelist, type WhitelistLife } from '../../contract/ledger/life/whitelist.ts'
import { noPrevious, type LedgerRecord } from '../../contract/ledger/record.ts'
import { isAsked, rolesAllow } from '../../contract/ledger/roles.ts'
import { whitelistTest } from '../../contract/ledger/whitelist.ts'
import {
  cooldown,
  type ActiveEntry,
  type ChainEnd,
  type LedgerState,
  type ListModified,
  type LiveBan,
  type RevokedBan,
} from './state.ts'

/** A record that cannot follow on those in front of it, although its chain and signature may be right. */
class IllegalRecord extends Error {
  override readonly name = 'IllegalRecord'
}

/** The state at the ledger's end, and the only way to move it on. */
export interface MutableState extends LedgerState {
  /** Works out what `records` change, without changing anything. @throws IllegalRecord */
  draft(records: readonly LedgerRecord[]): Draft
}

/** What some records, not yet stored, change. */
export interface Draft {
  readonly bans: ReadonlyMap<string, BanLife>
  readonly whitelist: ReadonlyMap<string, WhitelistLife>
  /** Makes it true; to be called once the records are stored. */
  apply(): void
}

/** What records change directly; `live`, `active`, `revoked` and `members` follow from it. */
interface Folded {
  end: ChainEnd
  bans: Map<string, BanLife>
  whitelist: Map<string, WhitelistLife>
  people: Map<string, Person>
  invitations: Map<string, Invitation>
  campaigns: Map<string, CampaignLife>
  policy: Policy | undefined
  feedKey: string | undefined
  lastListId: number
  listModified: ListModified
}

/** Sources are moved once the records are stored: copying a whole campaign for each record would cost more than all else. */
interface Overlay extends Folded {
  readonly team: TeamChange[]
}

interface Fields extends Folded {
  members: Map<string, Set<string>>
  live: Map<string, LiveBan>
  active: Map<string, ActiveEntry>
  revoked: Map<string, RevokedBan>
}

export function emptyState(): MutableState {
  const state: Fields = {
    end: { seq: 0, hash: noPrevious, recordedAt: 0 },
    bans: new Map(),
    live: new Map(),
    whitelist: new Map(),
    active: new Map(),
    revoked: new Map(),
    people: new Map(),
    invitations: new Map(),
    campaigns: new Map(),
    members: new Map(),
    policy: undefined,
    feedKey: undefined,
    lastListId: 0,
    listModified: { at: 0, second: 0 },
  }
  return Object.assign(state, { draft: (records: readonly LedgerRecord[]) => draftOn(state, records) })
}

function draftOn(state: Fields, records: readonly LedgerRecord[]): Draft {
  const { end, policy, feedKey, lastListId, listModified } = state
  const overlay: Overlay = {
    ...{ end, policy, feedKey, lastListId, listModified },
    ...{ bans: new Map(), whitelist: new Map(), people: new Map(), invitations: new Map(), campaigns: new Map() },
    team: [],
  }
  for (const record of records) fold(state, overlay, record)
  return { bans: overlay.bans, whitelist: overlay.whitelist, apply: () => merge(state, overlay) }
}

function fold(state: Fields, overlay: Overlay, record: LedgerRecord): void {
  const { intent } = record
  checkAuthor(state, overlay, record)
  if (intent.kind === 'policy.changed') foldPolicy(overlay, intent.body)
  else if (intent.kind.startsWith('analyst.')) foldPeople(state, overlay, record)
  else if (intent.kind.startsWith('whitelist.')) foldWhitelist(state, overlay, record)
  else if (isTeamKind(intent.kind)) foldTeam(state, overlay, record)
  else foldBan(state, overlay, record)
  if (changesList(record)) overlay.listModified = modified(overlay.listModified, record.recordedAt)
  overlay.end = { seq: record.seq, hash: record.hash, recordedAt: record.recordedAt }
}

const listKinds: ReadonlySet<RecordKind> = new Set([
  'ban.published',
  'ban.extended',
  'ban.expired',
  'ban.revoked',
  'ban.split',
])

/** After a restore the list may be an earlier one again. */
const changesList = ({ intent }: LedgerRecord): boolean =>
  listKinds.has(intent.kind) || (intent.kind === 'policy.changed' && intent.body.restored !== undefined)

const modified = (before: ListModified, at: number): ListModified =>
  at === before.at ? before : { at, second: Math.max(Math.floor(at / 1000), before.second + 1) }

/** The first record names the feed by its author; after it consoles must be enrolled and may not speak as the feed. */
function checkAuthor(state: Fields, overlay: Folded, { intent, seq }: LedgerRecord): void {
  if (seq === 1 && intent.kind !== 'policy.changed') throw new IllegalRecord('the first record does not set the policy')
  overlay.feedKey ??= intent.author
  if (intent.author === overlay.feedKey) return
  if (feedKinds.has(intent.kind) || !isAsked(intent))
    throw new IllegalRecord(`only the feed itself may record ${intent.kind}`)
  const person = overlay.people.get(intent.author) ?? state.people.get(intent.author)
  if (!person) throw new IllegalRecord('its author is not enrolled')
  if (!rolesAllow(person.roles, intent)) throw new IllegalRecord(`its author has no role for ${intent.kind}`)
}

function foldPolicy(overlay: Folded, policy: Policy): void {
  overlay.policy = policy
  overlay.lastListId = Math.max(overlay.lastListId, policy.restored?.listIdsAbove ?? 0)
}

function foldBan(state: Fields, overlay: Folded, record: LedgerRecord): void {
  const { kind, subject, body } = record.intent
  const banOf = (id: string): BanLife | undefined => overlay.bans.get(id) ?? state.bans.get(id)
  const before = banOf(subject)
  const after = advanceBan(before, record)
  if (!after) throw new IllegalRecord(`${kind} does not follow on ${before?.state ?? 'nothing'}`)
  if (kind === 'ban.published' || kind === 'ban.extended') takeListId(overlay, body.listId)
  overlay.bans.set(subject, after)
  for (const part of before ? partsOf(before, record) : []) foldPart(overlay, part, banOf(part.id) !== undefined)
}

function foldPart(overlay: Folded, part: BanLife, known: boolean): void {
  if (known) throw new IllegalRecord(`ban ${part.id} exists already`)
  takeListId(overlay, part.listId ?? '0')
  overlay.bans.set(part.id, part)
}

function takeListId(overlay: Folded, text: string): void {
  const listId = Number(text)
  if (listId <= overlay.lastListId) throw new IllegalRecord('its list ID goes backwards')
  overlay.lastListId = listId
}

function foldWhitelist(state: Fields, overlay: Folded, record: LedgerRecord): void {
  const { kind, subject } = record.intent
  const before = overlay.whitelist.get(subject) ?? state.whitelist.get(subject)
  const after = advanceWhitelist(before, record)
  if (!after) throw new IllegalRecord(`${kind} does not follow on ${before?.state ?? 'nothing'}`)
  overlay.whitelist.set(subject, after)
}

function foldPeople(state: Fields, overlay: Folded, record: LedgerRecord): void {
  const change = advancePeople(
    {
      person: (key) => overlay.people.get(key) ?? state.people.get(key),
      invitation: (id) => overlay.invitations.get(id) ?? state.invitations.get(id),
    },
    record,
  )
  if (!change) throw new IllegalRecord(`${record.intent.kind} does not follow on the records about its subject`)
  if (change.person) overlay.people.set(change.person.key, change.person)
  if (change.invitation) overlay.invitations.set(change.invitation.id, change.invitation)
}

function foldTeam(state: Fields, overlay: Overlay, record: LedgerRecord): void {
  const { kind, subject } = record.intent
  const before = overlay.campaigns.get(subject) ?? state.campaigns.get(subject)
  const change = advanceTeam(before, record)
  if (!change) throw new IllegalRecord(`${kind} does not follow on ${before?.state ?? 'nothing'}`)
  if (!change.campaign) return
  overlay.campaigns.set(subject, change.campaign)
  overlay.team.push(change)
}

function merge(state: Fields, overlay: Overlay): void {
  const { end, policy, feedKey, lastListId, listModified } = overlay
  Object.assign(state, { end, policy, feedKey, lastListId, listModified })
  for (const [key, person] of overlay.people) state.people.set(key, person)
  for (const [id, invitation] of overlay.invitations) state.invitations.set(id, invitation)
  for (const [id, ban] of overlay.bans) mergeBan(state, id, ban)
  for (const [id, entry] of overlay.whitelist) mergeEntry(state, id, entry)
  for (const change of overlay.team) mergeTeam(state, change)
}

function mergeBan(state: Fields, id: string, ban: BanLife): void {
  state.bans.set(id, ban)
  const network = parseNetwork(ban.proposal.address)
  if (network && isLive(ban.state)) state.live.set(id, { ban, network })
  else state.live.delete(id)
  // The parts of a split range are on the list still.
  if (network && ban.revokedAt !== undefined && ban.splitInto === undefined) {
    state.revoked.set(id, { network, at: ban.revokedAt })
    forgetCooled(state)
  }
}

/** In the order of time, because the ledger is. */
function forgetCooled({ revoked, end }: Fields): void {
  for (const [id, { at }] of revoked) {
    if (at + cooldown > end.recordedAt) return
    revoked.delete(id)
  }
}

function mergeEntry(state: Fields, id: string, entry: WhitelistLife): void {
  state.whitelist.set(id, entry)
  if (entry.state === 'active') state.active.set(id, { entry, fits: whitelistTest(entry.addition) })
  else state.active.delete(id)
}

function mergeTeam({ campaigns, members }: Fields, { campaign, sources }: TeamChange): void {
  if (!campaign) return
  campaigns.set(campaign.id, campaign)
  if (campaign.state === 'removed') {
    members.delete(campaign.id)
    return
  }
  const held = members.get(campaign.id) ?? new Set()
  for (const address of sources?.add ?? []) held.add(address)
  for (const address of sources?.remove ?? []) held.delete(address)
  members.set(campaign.id, held)
}
