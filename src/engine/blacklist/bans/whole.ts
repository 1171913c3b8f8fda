import type { BanStep, WholeBan } from '../../../contract/console/bans.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { Intent } from '../../../contract/ledger/intent.ts'
import type { LedgerRecord } from '../../../contract/ledger/record.ts'
import type { Reading } from '../../readers/reading.ts'
import type { LedgerReader, MirroredBan } from '../../store/ledger-mirror.ts'
import { locateIn } from '../proposing/evidence.ts'
import { withRegret } from './regret.ts'
import { asRecorded, banRow, queuedRow, type LocateEvidence, type QueuedProposal } from './rows.ts'
import { rowSources, type RowSources } from './sources.ts'

/** One with the events behind its evidence, where the store still holds them. @throws RpcError `not-found` */
export function getBan(reading: Reading, id: string): WholeBan {
  const sources = rowSources(reading)
  const locate = locateIn(reading.reader)
  const stored = reading.ledger.ban(id)
  const ban = stored
    ? wholeBan(stored, sources, locate)
    : sources.waitingFor(id).flatMap(wholeQueued(sources, locate))[0]
  if (!ban) throw new RpcError('not-found', `there is no ban ${id}`)
  return withRegret([ban], reading)[0] ?? ban
}

/** All of these addresses, newest first in each; their evidence is as recorded. */
export function wholeBansOf(reading: Reading, addresses: readonly string[]): readonly WholeBan[] {
  const sources = rowSources(reading)
  const queued = Map.groupBy(sources.waiting.flatMap(wholeQueued(sources, asRecorded)), ({ address }) => address)
  const bans = addresses.flatMap((address) => [
    ...(queued.get(address) ?? []),
    ...reading.ledger.bans({ address }).map((ban) => wholeBan(ban, sources, asRecorded)),
  ])
  return withRegret(bans, reading)
}

function wholeBan(ban: MirroredBan, sources: RowSources, locate: LocateEvidence): WholeBan {
  const { ledger, waitingFor, nameOf } = sources
  const records = recordsOf(ban, ledger)
  const proposedAt = records[0]?.recordedAt ?? 0
  const { address, evidence } = ban.proposal
  return {
    ...banRow({ ban, proposedAt, changedAt: records.at(-1)?.recordedAt ?? proposedAt }, sources, locate),
    evidence: evidence.map((item) => locate(address, item)),
    steps: [
      ...records.map(({ seq, recordedAt, intent }) => ({ seq, ...stepOf(intent, recordedAt, nameOf) })),
      ...waitingFor(ban.id).map(({ signed: { intent } }) => stepOf(intent, intent.time, nameOf)),
    ],
  }
}

const wholeQueued =
  (sources: RowSources, locate: LocateEvidence) =>
  ({ signed: { intent } }: RowSources['waiting'][number]): WholeBan[] =>
    isProposal(intent)
      ? [
          {
            ...queuedRow(intent, sources),
            evidence: intent.body.evidence.map((item) => locate(intent.body.address, item)),
            steps: sources
              .waitingFor(intent.subject)
              .map(({ signed }) => stepOf(signed.intent, signed.intent.time, sources.nameOf)),
          },
        ]
      : []

export const isProposal = (intent: Intent): intent is QueuedProposal => intent.kind === 'ban.proposed'

/** A part of a split range has come about by what was recorded of the range. */
export function recordsOf({ id, parent }: MirroredBan, ledger: LedgerReader): readonly LedgerRecord[] {
  const range = parent === undefined ? undefined : ledger.ban(parent)
  return [...(range ? recordsOf(range, ledger) : []), ...ledger.recordsAbout(id)]
}

const stepOf = (intent: Intent, time: number, nameOf: (key: string) => string): BanStep => ({
  ...{ time, kind: intent.kind, author: nameOf(intent.author), note: noteOf(intent) },
})

export function noteOf({ kind, body }: Intent): string {
  if (kind === 'ban.published' || kind === 'ban.extended') return `listed as ${body.listId}`
  return 'reason' in body ? (body.reason ?? '') : ''
}
