import { randomUUID } from 'node:crypto'
import type { Intent, RecordKind } from '../../src/contract/ledger/intent.ts'
import { advanceBan, type BanLife } from '../../src/contract/ledger/life/ban.ts'
import type { LedgerRecord } from '../../src/contract/ledger/record.ts'
import { ledgerMirrorStore } from '../../src/engine/store/ledger-mirror.ts'
import type { Store } from '../../src/engine/store/open.ts'

/** Steps that bring a ban from its proposal to where it is, with what each says. */
export type BanSteps = readonly (readonly [kind: RecordKind, body: unknown])[]

const message = (role: 'first' | 'worst' | 'latest', at: number) => ({
  ...{ time: at, sensor: 'frankfurt-1', role },
  sha256: at.toString(16).padStart(64, '0'),
  summary: `INVITE sip:900946${at}@192.0.2.250 from "sipvicious" <sip:100@1.1.1.1> by friendly-scanner`,
})

/** As a console proposes one. */
export const proposalOf = (address: string, at: number): RecordKindBody => ({
  address,
  reason: `Toll fraud: 231 calls to premium numbers in the Baltics, no answer to any of ${at % 97} challenges`,
  duration: 7 * 86_400_000,
  proof: 'nonce',
  counts: { messages: 231 + at, dialogs: 31, sensors: 2 },
  verdict: { severity: 'critical', reasons: ['calls numbers that cost money', 'guesses prefixes'] },
  evidence: [message('first', at), message('worst', at + 1), message('latest', at + 2)],
  seen: { asn: 64_500, userAgents: ['friendly-scanner', 'sipcli/v1.8'], numbers: ['46850780296', '37160000000'] },
})
type RecordKindBody = Readonly<Record<string, unknown>>

/**
 * Puts bans into a console's copy of the ledger, as it does once a record was verified: hashes and signatures are no
 * real ones.
 */
export function recordBans(
  store: Store,
  bans: readonly { readonly address: string; readonly steps: BanSteps }[],
): readonly string[] {
  const mirror = ledgerMirrorStore(store.writer)
  let seq = mirror.end()?.seq ?? 0
  const take = (life: BanLife | undefined, subject: string, kind: RecordKind, body: unknown): BanLife => {
    seq += 1
    const intent = {
      version: 1,
      id: randomUUID(),
      time: seq * 1000,
      author: 'a'.repeat(43),
      kind,
      subject,
      body,
    } as Intent
    const record: LedgerRecord = {
      ...{ intent, seq, recordedAt: seq * 1000, signature: 's'.repeat(86) },
      ...{ previous: (seq - 1).toString(16).padStart(64, '0'), hash: seq.toString(16).padStart(64, '0') },
    }
    const ban = advanceBan(life, record)
    if (!ban) throw new Error(`${kind} is not allowed`)
    mirror.append(record, { ban })
    return { ...ban, records: [] }
  }
  return store.writer.transaction(() =>
    bans.map(({ address, steps }, at) => {
      const id = randomUUID()
      let life = take(undefined, id, 'ban.proposed', proposalOf(address, at))
      for (const [kind, body] of steps) life = take(life, id, kind, body)
      return id
    }),
  )
}

/** Until `expiresAt`, UTC milliseconds. */
export const publishedUntil = (expiresAt: number, listId = 100_000): BanSteps => [
  ['ban.approved', {}],
  ['ban.held', { until: 1, solo: false }],
  ['ban.published', { listId: String(listId), expiresAt }],
]

/** More time for a published ban, as somebody proposes it. */
export const extensionProposed: BanSteps[number] = [
  'ban.extension-proposed',
  { reason: 'it attacks again', duration: 86_400_000, counts: { messages: 9, dialogs: 3, sensors: 1 }, evidence: [] },
]
