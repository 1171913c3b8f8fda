import { createHash } from 'node:crypto'
import type { Evidence } from '../../../contract/console/bans.ts'
import type { Severity } from '../../../contract/console/vocabulary.ts'
import { isHost, parseNetwork } from '../../../contract/ledger/address.ts'
import type { BanProposal } from '../../../contract/ledger/intents/ban.ts'
import type { Reader } from '../../store/connection.ts'
import { addressesInside } from '../../store/network-sources.ts'
import { eventsAt, evidenceCandidates, rawBytes, type Candidate } from '../../store/evidence.ts'
import { summaryOfMessage } from './evidence-summary.ts'
import type { LocateEvidence } from '../bans/rows.ts'

const rank: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3, unknown: 4, benign: 5 }

/** Items attached at most; three is what blacklist policy asks for where there are so many. */
const most = 5

const worseFirst = (a: Candidate, b: Candidate): number =>
  rank[a.severity] - rank[b.severity] || Number(b.proven) - Number(a.proven)

export interface Choice {
  readonly candidate: Candidate
  readonly role: Evidence['role']
}

/**
 * First, latest, and the worst between them: one for each method and number, so that they show different things. Of equally
 * bad ones those that prove their address: a guess, for one, says more than the request that fetched its challenge.
 */
export function chooseEvidence(candidates: readonly Candidate[]): readonly Choice[] {
  const first = candidates[0]
  const latest = candidates.at(-1)
  if (!first || !latest) return []
  const ends = first.event === latest.event ? [first] : [first, latest]
  const between = candidates.filter((each) => !ends.some((end) => end.event === each.event))
  const worst = diverse([...between].sort(worseFirst), ends)
  return [
    { candidate: first, role: 'first' },
    ...worst.map((candidate): Choice => ({ candidate, role: 'worst' })),
    ...(ends.length === 2 ? [{ candidate: latest, role: 'latest' } as const] : []),
  ]
}

/** Unlike ones first; like ones fill up to three, since evidence of a dull attack is still evidence. */
function diverse(sorted: readonly Candidate[], ends: readonly Candidate[]): readonly Candidate[] {
  const room = most - ends.length
  const seen = new Set(ends.map(likeness))
  const unlike = sorted.filter((each) => !seen.has(likeness(each)) && seen.add(likeness(each)))
  const chosen = unlike.slice(0, room)
  const missing = 3 - ends.length - chosen.length
  const fill = missing > 0 ? sorted.filter((each) => !chosen.includes(each)).slice(0, missing) : []
  return [...chosen, ...fill]
}

const likeness = ({ method, number }: Candidate): string => `${method} ${number}`

/** Of what these addresses sent, taken together. @param since only of what came after it, UTC milliseconds. */
export function evidenceOf(reader: Reader, addresses: readonly string[], since = 0): readonly Evidence[] {
  const candidates = addresses
    .flatMap((address) => evidenceCandidates(reader, address))
    .filter(({ time }) => time > since)
  return chooseEvidence([...candidates].sort((a, b) => a.time - b.time)).flatMap((choice) => itemOf(reader, choice))
}

/**
 * Of a range: its first and its latest message, and the worst one of each of these sources, so that each is shown to
 * attack.
 */
export function evidenceOfHosts(reader: Reader, addresses: readonly string[]): readonly Evidence[] {
  if (addresses.length < 2) return evidenceOf(reader, addresses)
  const each = addresses.map((address) => evidenceCandidates(reader, address))
  const all = each.flat().sort((a, b) => a.time - b.time)
  const ends = [all[0], all.at(-1)].flatMap((end) => end ?? [])
  const rest = each.flatMap(
    (candidates) =>
      candidates.filter((one) => !ends.some(({ event }) => event === one.event)).sort(worseFirst)[0] ?? [],
  )
  return [
    ...itemsOf(reader, ends.slice(0, 1), 'first'),
    ...itemsOf(reader, rest, 'worst'),
    ...itemsOf(reader, ends.slice(1), 'latest'),
  ]
}

const itemsOf = (reader: Reader, candidates: readonly Candidate[], role: Evidence['role']): readonly Evidence[] =>
  candidates.flatMap((candidate) => itemOf(reader, { candidate, role }))

function itemOf(reader: Reader, { candidate, role }: Choice): readonly Evidence[] {
  const bytes = rawBytes(reader, candidate.event)
  if (!bytes) return []
  const { event, dialog, time, sensor } = candidate
  return [{ event, dialog, time, sensor, sha256: sha256(bytes), summary: summaryOfMessage(bytes), role }]
}

/** Where a message was stored is this console's own matter. */
export const ledgerEvidence = (evidence: readonly Evidence[]): BanProposal['evidence'] =>
  evidence.map(({ time, sensor, sha256, summary, role }) => ({ time, sensor, sha256, summary, role }))

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Sources of a range that are looked through for an item: it came from one of the busiest. */
const mostSources = 100

function sourcesOf(reader: Reader, address: string): readonly string[] {
  const network = parseNetwork(address)
  if (!network || isHost(network)) return [address]
  return addressesInside(reader, network).slice(0, mostSources)
}

/** Finds the event behind a recorded item by its time, and proves it by its hash. */
export const locateIn =
  (reader: Reader): LocateEvidence =>
  (address, item) => {
    const found = sourcesOf(reader, address)
      .flatMap((source) => eventsAt(reader, source, item.time))
      .find(({ event }) => {
        const bytes = rawBytes(reader, event)
        return bytes !== undefined && sha256(bytes) === item.sha256
      })
    return found ? { ...item, event: found.event, dialog: found.dialog } : item
  }
