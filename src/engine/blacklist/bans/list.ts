import { expiringWithin, mostEndedListed, type BanCounts, type BanRow } from '../../../contract/console/bans.ts'
import type { BanState } from '../../../contract/console/vocabulary.ts'
import type { BanLifeState } from '../../../contract/ledger/life/ban.ts'
import type { Reading } from '../../readers/reading.ts'
import { banCounts, banLines, linesOf, type BanLine } from '../../store/ban-lines.ts'
import type { OutboxItem } from '../../store/outbox.ts'
import { spanOfDay } from './days.ts'
import { withRegret } from './regret.ts'
import { banRow, queuedRow, type QueuedProposal } from './rows.ts'
import { rowSources, type RowSources } from './sources.ts'
import { isProposal, recordsOf } from './whole.ts'

interface Filter {
  readonly states?: readonly BanState[] | undefined
  readonly address?: string | undefined
  readonly endsOn?: { readonly day: string; readonly zone: string } | undefined
}

/** @throws RpcError `bad-request` when `endsOn` names no time zone. */
export function listBans(reading: Reading, { states, address, endsOn }: Filter): readonly BanRow[] {
  const sources = rowSources(reading)
  const proposals = endsOn || states?.includes('queued') === false ? [] : queuedOnes(sources.waiting, address)
  const lines = banLines(reading.reader, {
    ...{ states: states?.flatMap(lifeStates), address, soon: reading.now() + expiringWithin },
    ends: endsOn && spanOfDay(endsOn.day, endsOn.zone),
  })
  const stored = lines.map((line) => rowOf(line, sources))
  return withRegret([...proposals.map((proposal) => queuedRow(proposal, sources)), ...stored], reading)
}

/** Of recorded bans, newest first; those that are not known are left out. */
export function bansNamed(reading: Reading, ids: readonly string[]): readonly BanRow[] {
  if (ids.length === 0) return []
  const sources = rowSources(reading)
  return withRegret(
    linesOf(reading.reader, ids).map((line) => rowOf(line, sources)),
    reading,
  )
}

function rowOf({ ban, ...times }: BanLine, sources: RowSources): BanRow {
  // Its part of a split range was proposed with the range.
  const proposedAt = ban.parent === undefined ? undefined : recordsOf(ban, sources.ledger)[0]?.recordedAt
  return banRow({ ban, ...times, proposedAt: proposedAt ?? times.proposedAt }, sources)
}

/** What was refused needs an eye; of the rest the first that will be sent. */
function queuedOnes(items: readonly OutboxItem[], address: string | undefined): readonly QueuedProposal[] {
  const of = (wanted: OutboxItem['state']) =>
    items.flatMap(({ state, signed: { intent } }) =>
      state === wanted && isProposal(intent) && (address ?? intent.body.address) === intent.body.address ? intent : [],
    )
  return [...of('refused'), ...of('waiting')].slice(0, mostEndedListed)
}

function lifeStates(state: BanState): readonly BanLifeState[] {
  if (state === 'queued') return []
  return state === 'held' ? ['approved', state] : [state]
}

export function countBans({ reader, queue }: Reading): BanCounts {
  const stored = banCounts(reader)
  const of = (state: BanLifeState): number => stored.get(state) ?? 0
  return {
    queued: queue.all().filter(({ signed }) => isProposal(signed.intent)).length,
    ...{ proposed: of('proposed'), held: of('approved') + of('held'), published: of('published') },
    ...{ expired: of('expired'), revoked: of('revoked') },
    ...{ rejected: of('rejected'), withdrawn: of('withdrawn'), blocked: of('blocked') },
  }
}
