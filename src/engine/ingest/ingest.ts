import type { DialledNumber, EventRow } from '../../contract/console/vocabulary.ts'
import type { WireEvent } from '../../contract/wire/frames.ts'
import { rulesVersion } from '../../sip/rules.ts'
import type { Changes } from '../changes.ts'
import type { Geo } from '../geo/geo.ts'
import { toMilliseconds } from '../store/codes.ts'
import type { Reader } from '../store/connection.ts'
import type { EventFacts, JudgeMessage } from '../store/ingest/facts.ts'
import { pruneSeconds } from '../store/ingest/aggregates/aggregates.ts'
import { createEventWriter, type EventWriter, type StoredEvent } from '../store/ingest/batch.ts'
import { storeReportedGap, type ReportedGap } from '../store/gaps.ts'
import { beginRules } from '../store/judged.ts'
import { readingsOf } from '../store/numbers/readings.ts'
import type { Store } from '../store/open.ts'
import type { PackedRun } from '../store/raw/blocks.ts'
import type { Tail } from '../tail.ts'
import { factsBy, factsWith, judgeMessage, messageOf } from './analyse.ts'
import { arrivedOf, type Arrived } from './arrived.ts'
import { createLanes, type Lane } from './lanes.ts'
import type { Prepared } from './prepare/messages.ts'
import type { Preparer } from './prepare/preparer.ts'

/** The way of everything that sensors send: analysed, stored with its cursor in one transaction, then shown. */
export interface Ingest {
  /** One lane for each link: its batches are stored in order, those of several links in turn. */
  lane(onFailure: (error: unknown) => void): Lane
  /** Judges what a sensor sent, ahead of its turn to be stored and beside everything else. Never rejects. */
  prepare(events: readonly WireEvent[]): Promise<WaitingEvents>
  /**
   * Stores one batch. Called from a lane.
   * @returns the cursor to acknowledge.
   * @throws what the store throws; then nothing of the batch is stored.
   */
  storeReady(batch: ReadyBatch): { readonly last: number }
  /** The same for what was not prepared. */
  store(batch: WireBatch): { readonly last: number }
  storeGap(gap: ReportedGap): { readonly last: number }
  /** Judges stored events anew; see EventWriter. */
  readonly revise: EventWriter['revise']
  /** See EventWriter. */
  readonly forget: EventWriter['forget']
  readonly rules: Rules
  close(): Promise<void>
}

interface BatchPlace {
  readonly sensor: number
  readonly epoch: string
  readonly first: number
  /** Old news, which would drown what sensors receive now: it is not shown in the live feed. */
  readonly old?: true
}

export interface WireBatch extends BatchPlace {
  readonly events: readonly WireEvent[]
}

/** What sensors sent, judged or soon to be. */
export interface WaitingEvents {
  readonly count: number
  readonly runs: readonly PackedRun[]
  /** Made anew each time: see arrived.ts. */
  events(): readonly EventFacts[]
}

/** What sensors sent, judged. */
export interface ReadyEvents {
  readonly events: readonly EventFacts[]
  readonly runs: readonly PackedRun[]
}

export interface ReadyBatch extends BatchPlace, ReadyEvents {}

/** What messages are judged by. */
export interface Rules {
  /** Newer rules have higher versions. */
  readonly version: number
  readonly judge: JudgeMessage
}

const rulesOfToday: Rules = { version: rulesVersion, judge: judgeMessage }

interface Surroundings {
  readonly store: Store
  readonly geo: Geo
  readonly changes: Changes
  readonly tail: Tail
  readonly now: () => number
  /** Judges by the rules of today. */
  readonly preparer?: Preparer
  /** Tests bring their own. */
  readonly rules?: Rules
}

const pruneEvery = 60_000

export function createIngest(around: Surroundings): Ingest {
  const { store, geo, changes, tail, now, preparer, rules = rulesOfToday } = around
  const lanes = createLanes()
  const writer = createEventWriter(store.writer, geo, now)
  let prunedAt = 0
  const prune = (): void => {
    if (Math.abs(now() - prunedAt) < pruneEvery) return
    prunedAt = now()
    pruneSeconds(store.writer, prunedAt)
  }
  let begun = false
  /** With the first write: a store that cannot be written now may be later. */
  const write = <Result>(work: () => Result): Result =>
    store.health.guard(() => {
      if (!begun) beginRules(store.writer, rules.version)
      begun = true
      return work()
    })
  const storeReady: Ingest['storeReady'] = (batch) => {
    const { last, stored } = write(() => writer.store(batch))
    store.health.guard(prune)
    if (stored.length > 0) changes.publish('events')
    if (tail.watched && !batch.old) tail.publish(rowsOf(store.reader, batch.sensor, stored))
    return { last }
  }
  return {
    rules,
    revise: (events, judge, also) => write(() => writer.revise(events, judge, also)),
    forget: () => writer.forget(),
    lane: (onFailure) => lanes.open(onFailure),
    // What comes later must hold nothing of `events`.
    prepare: (events) => preparedBy(preparer, events).then(waitingBy(rules, arrivedOf(events))),
    storeReady,
    store: (batch) => storeReady({ ...batch, ...judgedHere(rules, batch.events) }),
    storeGap: (gap) => {
      const stored = store.health.guard(() => storeReportedGap(store.writer, gap))
      changes.publish('sensors')
      return stored
    },
    close: () => lanes.close(),
  }
}

const judgedHere = ({ judge }: Rules, events: readonly WireEvent[]): ReadyEvents => ({
  events: events.map((event) => factsBy(judge, event)),
  runs: [],
})

const preparedBy = (preparer: Preparer | undefined, events: readonly WireEvent[]): Promise<Prepared | undefined> =>
  preparer ? preparer.prepare(events.map(messageOf)) : Promise.resolve(undefined)

const waitingBy =
  ({ judge }: Rules, arrived: Arrived) =>
  (prepared: Prepared | undefined): WaitingEvents => ({
    count: arrived.count,
    runs: prepared?.runs ?? [],
    events: () => {
      const judged = prepared?.judged()
      return Array.from({ length: arrived.count }, (_, at) => {
        const event = arrived.eventAt(at)
        return factsWith(event, judged?.[at] ?? judge(messageOf(event)))
      })
    },
  })

/** Numbers as they are read together with those that were dialled before, as every later list shows them. */
function rowsOf(reader: Reader, sensor: number, stored: readonly StoredEvent[]): readonly EventRow[] {
  const numbers = readingsOf(
    reader,
    stored.flatMap(({ dialled }) => dialled ?? []),
  )
  return stored.map((event) => rowOf(sensor, event, event.dialled === null ? undefined : numbers.get(event.dialled)))
}

function rowOf(sensor: number, { id, dialog, facts }: StoredEvent, number: DialledNumber | undefined): EventRow {
  const { transport, direction, source, port, method, status, userAgent, tool, severity, proof, fault } = facts
  return {
    ...{ id, dialog, sensor, source, port, transport, direction, tool, severity, proof },
    time: toMilliseconds(facts.time),
    class: facts.class,
    size: facts.raw.length,
    ...(method === undefined ? {} : { method }),
    ...(status === undefined ? {} : { status }),
    ...(number === undefined ? {} : { number }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(fault === undefined ? {} : { fault }),
  }
}
