import type { Evidence, WholeBan } from '../../contract/console/bans.ts'
import type { Gap } from '../../contract/console/live.ts'
import type { GuessRow, GuessTotals, NumberDialled } from '../../contract/console/sources.ts'
import type { AttackClass, AutonomousSystem, ToolId, Verdict } from '../../contract/console/vocabulary.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Behaviour } from '../../sip/source/behaviour.ts'
import { evidenceOf } from '../blacklist/proposing/evidence.ts'
import { requireNetwork } from '../blacklist/proposing/draft.ts'
import { bansTouching } from '../blacklist/bans/touching.ts'
import type { Reading } from '../readers/reading.ts'
import { campaign, campaignAddresses } from '../store/campaigns.ts'
import type { Reader } from '../store/connection.ts'
import { rawBytes } from '../store/evidence.ts'
import { gapsIn } from '../store/gaps.ts'
import { guessRow, guessTotals, listGuesses } from '../store/guesses.ts'
import { activityOf, listenerOf, sensorShares, type Activity, type SensorShare } from '../store/report-facts.ts'
import { numbersOf, sourcesByAddress, toolsOf, traitsOf, type StoredSource } from '../store/sources.ts'
import { systemTable } from '../sources/systems.ts'
import { judgeSource, shortVerdict } from '../sources/verdict.ts'

export type Subject =
  { readonly kind: 'source'; readonly address: string } | { readonly kind: 'campaign'; readonly id: number }

export interface SourceFacts {
  readonly source: StoredSource
  readonly verdict: Verdict
  /** Network it belongs to; approximate. */
  readonly system: AutonomousSystem | undefined
  /** Gravest first. */
  readonly behaviours: readonly Behaviour[]
  readonly tools: readonly ToolId[]
  readonly classes: readonly AttackClass[]
}

/** Everything a report says, read from the store at one moment. Times in milliseconds but for StoredSource. */
export interface Facts {
  readonly subject: { readonly kind: Subject['kind']; readonly name: string; readonly note: string }
  /** Most messages first. */
  readonly sources: readonly SourceFacts[]
  readonly numbers: readonly NumberDialled[]
  readonly userAgents: readonly { readonly userAgent: string; readonly tool: ToolId; readonly messages: number }[]
  /** Of the busiest sources, the attempts they made most often. */
  readonly guesses: readonly Pick<GuessRow, 'user' | 'password' | 'how' | 'attempts'>[]
  /** Of all sources; a user or password that several of them tried counts for each. */
  readonly guessed: Pick<GuessTotals, 'attempts' | 'users' | 'passwords'>
  readonly sensors: readonly SensorShare[]
  readonly gaps: readonly Gap[]
  readonly activity: Activity
  readonly bans: readonly WholeBan[]
  readonly evidence: readonly (Evidence & { readonly address: string })[]
  readonly sample: { readonly bytes: Uint8Array; readonly local: string | undefined; readonly of: Evidence } | undefined
}

/** Sources whose messages are read one by one for evidence; of a larger campaign the busiest ones. */
export const inDetail = 20

/** @throws RpcError `not-found` */
export function gatherFacts(reading: Reading, subject: Subject): Facts {
  const { reader } = reading
  const { name, note, addresses } = subjectOf(reader, subject)
  const stored = [...sourcesByAddress(reader, addresses)].sort((a, b) => b.messages - a.messages)
  if (subject.kind === 'source' && stored.length === 0) throw new RpcError('not-found', `${name} was never seen here`)
  const ids = stored.map(({ id }) => id)
  const evidence = stored
    .slice(0, inDetail)
    .flatMap(({ address }) => evidenceOf(reader, [address]).map((item) => ({ ...item, address })))
  const span = spanOf(stored)
  const sensors = sensorShares(reader, ids)
  return {
    subject: { kind: subject.kind, name, note },
    sources: sourceFacts(reading, stored),
    numbers: numbersOf(reader, ids),
    userAgents: userAgentsOf(reader, stored),
    guesses: guessesOf(reader, stored),
    guessed: guessedOf(reader, stored),
    sensors,
    gaps: span
      ? gapsIn(reader, span.from, span.to).filter((gap) => sensors.some((each) => each.sensor === gap.sensor))
      : [],
    activity: activityOf(reader, ids, Math.min(...stored.map(({ firstSeen }) => firstSeen))),
    bans: bansTouching(reading, addresses),
    evidence,
    sample: sampleOf(reader, evidence),
  }
}

function subjectOf(reader: Reader, subject: Subject): { name: string; note: string; addresses: readonly string[] } {
  if (subject.kind === 'source') {
    const { text } = requireNetwork(subject.address)
    return { name: text, note: '', addresses: [text] }
  }
  const found = campaign(reader, subject.id)
  if (!found) throw new RpcError('not-found', `there is no campaign ${subject.id}`)
  return { name: found.name, note: found.note, addresses: campaignAddresses(reader, subject.id) }
}

function spanOf(stored: readonly StoredSource[]): { from: number; to: number } | undefined {
  if (stored.length === 0) return undefined
  const from = Math.min(...stored.map(({ firstSeen }) => firstSeen)) / 1000
  return { from, to: Math.max(...stored.map(({ lastSeen }) => lastSeen)) / 1000 + 1 }
}

function sourceFacts(reading: Reading, stored: readonly StoredSource[]): readonly SourceFacts[] {
  const { reader } = reading
  const table = systemTable(reading)
  const traits = traitsOf(
    reader,
    stored.map(({ id }) => id),
  )
  return stored.map((source) => {
    const { tools = [], classes = [] } = traits.get(source.id) ?? {}
    const judged = judgeSource(reader, source)
    const system = table?.systemOf(source.address)
    return { source, system, tools, classes, verdict: shortVerdict(judged), behaviours: judged.behaviours }
  })
}

/** Of each source; a word list of thousands is for its profile. */
const mostGuesses = 30

const guessesOf = (reader: Reader, stored: readonly StoredSource[]): Facts['guesses'] =>
  stored
    .slice(0, inDetail)
    .flatMap(({ id }) => listGuesses(reader, id, undefined, mostGuesses).slice(0, mostGuesses))
    .map(guessRow)
    .sort((a, b) => b.attempts - a.attempts)

function guessedOf(reader: Reader, stored: readonly StoredSource[]): Facts['guessed'] {
  const totals = stored.map(({ id }) => guessTotals(reader, id))
  const sum = (pick: (of: GuessTotals) => number): number => totals.reduce((all, each) => all + pick(each), 0)
  return { attempts: sum((of) => of.attempts), users: sum((of) => of.users), passwords: sum((of) => of.passwords) }
}

function userAgentsOf(reader: Reader, stored: readonly StoredSource[]): Facts['userAgents'] {
  const rows = stored.slice(0, inDetail).flatMap(({ id }) => toolsOf(reader, id))
  const grouped = Map.groupBy(rows, ({ userAgent, tool }) => `${tool} ${userAgent}`)
  return [...grouped.values()]
    .flatMap((same) => {
      const first = same[0]
      return first ? [{ ...first, messages: same.reduce((sum, { messages }) => sum + messages, 0) }] : []
    })
    .sort((a, b) => b.messages - a.messages)
    .slice(0, 50)
}

function sampleOf(reader: Reader, evidence: readonly Evidence[]): Facts['sample'] {
  const of = evidence.find(({ role }) => role === 'worst') ?? evidence[0]
  const bytes = of?.event === undefined ? undefined : rawBytes(reader, of.event)
  return of?.event === undefined || !bytes ? undefined : { bytes, local: listenerOf(reader, of.event), of }
}
