import { createHash, createPublicKey, verify } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { feedKinds } from '../../../contract/ledger/intent.ts'
import { advanceBan, partsOf, type BanLife } from '../../../contract/ledger/life/ban.ts'
import { advanceTeam, isTeamKind } from '../../../contract/ledger/life/team.ts'
import { advanceWhitelist } from '../../../contract/ledger/life/whitelist.ts'
import { chainedText, noPrevious, signedText, type LedgerRecord } from '../../../contract/ledger/record.ts'
import type { LedgerEnd, LedgerMirrorStore, RecordEffect } from '../../store/ledger-mirror.ts'

/** The feed's ledger does not continue the one we hold: forged, rolled back, or another feed's. Nothing is overwritten. */
export class LedgerBroken extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'LedgerBroken'
  }
}

/** Appends verified records to our copy; every check comes before the first byte is written. */
export interface Mirror {
  /** Sequence of the newest record we hold, 0 when none. */
  cursor(): number
  /**
   * Pins the feed's key on first meeting.
   * @throws LedgerBroken when it is another feed than the one we follow.
   */
  meet(feedKey: string, records: number): void
  /**
   * Takes the next record, or one that we hold already (then it must be the same).
   * @returns the record when it was new. @throws LedgerBroken
   */
  take(record: LedgerRecord): LedgerRecord | undefined
  holds(record: LedgerRecord): boolean
}

export function createMirror(store: LedgerMirrorStore): Mirror {
  const cursor = (): number => store.end()?.seq ?? 0
  return {
    cursor,
    meet: (feedKey, records) => {
      const known = store.feedKey()
      if (known === undefined) return store.rememberFeed(feedKey)
      if (known !== feedKey) throw new LedgerBroken('this is another feed than the one whose ledger this console holds')
      if (records < cursor())
        throw new LedgerBroken(`the feed holds ${records} records, but this console has seen ${cursor()} of them`)
    },
    take: (record) => {
      const end = store.end()
      if (end && record.seq <= end.seq) return sameAsOurs(record, end)
      verifyRecord(record, end, store)
      store.append(record, effectOf(record, store))
      return record
    },
    holds: (record) => store.recordsAbout(record.intent.subject).some((ours) => ours.hash === record.hash),
  }
}

function sameAsOurs(record: LedgerRecord, end: LedgerEnd): undefined {
  if (record.seq === end.seq && record.hash !== end.hash)
    throw new LedgerBroken(`record ${record.seq} of the feed is not the one this console has seen`)
}

function verifyRecord(record: LedgerRecord, end: LedgerEnd | undefined, store: LedgerMirrorStore): void {
  const { seq, intent } = record
  const fault = chainFault(record, end)
  if (fault !== undefined) throw new LedgerBroken(`record ${seq}: ${fault}`)
  const byFeed = intent.author === store.feedKey()
  if (feedKinds.has(intent.kind) && !byFeed)
    throw new LedgerBroken(`record ${seq}: only the feed may write ${intent.kind}`)
  if (!byFeed && store.analystName(intent.author) === undefined)
    throw new LedgerBroken(`record ${seq}: its author was never enrolled`)
}

/** @returns why `record` cannot stand behind `end`, or `undefined`. */
export function chainFault(record: LedgerRecord, end: LedgerEnd | undefined): string | undefined {
  const { seq, previous, hash } = record
  const due = (end?.seq ?? 0) + 1
  if (seq !== due) return `record ${due} was due`
  if (previous !== (end?.hash ?? noPrevious)) return 'does not follow on the record in front of it'
  if (record.recordedAt < (end?.recordedAt ?? 0)) return 'is older than the record in front of it'
  if (createHash('sha256').update(chainedText(record)).digest('hex') !== hash)
    return 'its hash does not fit its content'
  return signatureHolds(record) ? undefined : 'its signature does not hold'
}

/**
 * Checks the whole of our stored copy, a page at a time so that nothing else waits.
 * @returns what is wrong with it, or `undefined`. A record is checked once more as it comes, so this finds only what
 * happened to the file since. Once `signal` is aborted it says nothing.
 * @param checked told how far it is, by sequence
 */
export async function verifyStored(
  store: LedgerMirrorStore,
  signal: AbortSignal,
  checked: (seq: number) => void = () => undefined,
): Promise<string | undefined> {
  let end: LedgerEnd | undefined
  for (;;) {
    await nextTurn()
    if (signal.aborted) return undefined
    const page = store.page(end?.seq ?? 0)
    if (page.length === 0) return undefined
    for (const record of page) {
      const fault = chainFault(record, end)
      if (fault !== undefined) return `this console's copy of the ledger is damaged at record ${record.seq}: ${fault}`
      end = record
    }
    checked(end?.seq ?? 0)
  }
}

function signatureHolds({ intent, signature }: LedgerRecord): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: intent.author }, format: 'jwk' })
    return verify(null, Buffer.from(signedText(intent)), key, Buffer.from(signature, 'base64url'))
  } catch {
    return false // 32 bytes that are no point on the curve
  }
}

function effectOf(record: LedgerRecord, store: LedgerMirrorStore): RecordEffect {
  const { intent } = record
  if (intent.kind === 'analyst.enrolled') return { analyst: { key: intent.subject, name: intent.body.name } }
  if (intent.kind === 'analyst.changed' && intent.body.name !== undefined)
    return { analyst: { key: intent.subject, name: intent.body.name } }
  if (intent.kind === 'policy.changed' || intent.kind.startsWith('analyst.')) return {}
  if (isTeamKind(intent.kind)) {
    const team = advanceTeam(store.campaign(intent.subject), record)
    if (team) return { team }
  } else if (intent.kind.startsWith('whitelist.')) {
    const entry = advanceWhitelist(store.entry(intent.subject), record)
    if (entry) return { entry }
  } else {
    const before = lifeOf(store, intent.subject)
    const ban = advanceBan(before, record)
    if (ban) return { ban, parts: before ? partsOf(before, record) : [] }
  }
  throw new LedgerBroken(`record ${record.seq}: ${intent.kind} is not allowed in the state its subject is in`)
}

function lifeOf(store: LedgerMirrorStore, id: string): BanLife | undefined {
  const ban = store.ban(id)
  return ban && { ...ban, records: [] }
}
