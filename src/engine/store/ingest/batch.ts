import type { Geo } from '../../geo/geo.ts'
import { proofCodes, transportCodes } from '../codes.ts'
import type { Writer } from '../connection.ts'
import { BatchAggregates } from './aggregates/aggregates.ts'
import { Courses } from './aggregates/courses.ts'
import { BatchDialogs } from './aggregates/dialogs.ts'
import type { PackedRun, RawMessage } from '../raw/blocks.ts'
import { keepRaw } from '../raw/keep.ts'
import { cursorOf } from './epoch.ts'
import type { EventFacts, JudgeMessage } from './facts.ts'
import { createKinds, type Circumstances, type Kinds } from './kinds.ts'
import { createIdentify, type Identify } from './names/ids.ts'
import { createNames, type Names } from './names/names.ts'
import { lastPacked } from '../raw/waiting.ts'
import { lastGiven } from '../retention/marks.ts'
import { Rows } from './rows.ts'
import { RevisedCourses } from './revise/courses.ts'
import { revise, type Range } from './revise/revise.ts'
import { BatchSources, internSources, noteAnswer, noteReceived } from './aggregates/sources.ts'

export interface Batch {
  readonly sensor: number
  readonly epoch: string
  /** Sequence of the first event; the others follow without a hole. */
  readonly first: number
  readonly events: readonly EventFacts[]
  /** Of their bytes, what is packed already. */
  readonly runs?: readonly PackedRun[]
}

export interface StoredEvent {
  readonly id: number
  readonly dialog: number
  readonly facts: EventFacts
  /** Row of what it dialled: says how that is read by now. */
  readonly dialled: number | null
}

export interface StoredBatch {
  /** The cursor after the batch. */
  readonly last: number
  /** Those that were new. */
  readonly stored: readonly StoredEvent[]
}

/** The one place that writes events. */
export interface EventWriter {
  /**
   * Stores what is new in a batch together with its cursor and all aggregates, in one transaction. Events up to the
   * cursor are skipped, so that a batch sent twice counts once.
   * @throws SequenceError when the batch leaves out events that no gap explained.
   */
  store(batch: Batch): StoredBatch
  /**
   * Judges stored events anew and corrects their rows and all that was counted of them, in one transaction.
   * @param also is done in that transaction too.
   */
  revise(events: Range | readonly number[], judge: JudgeMessage, also?: () => void): void
  /** To be called when sources were deleted: their rows and lists are not remembered any more. */
  forget(): void
}

export class SequenceError extends Error {
  constructor(expected: number, got: number) {
    super(`events ${expected} to ${got - 1} were left out without a gap`)
    this.name = 'SequenceError'
  }
}

const intoEvent = 'event (id, time, kind, source, port, dialog, size, dialled, named)'
const eventColumns = 9

/** @param now UTC milliseconds; decides which seconds are recent enough for the per-second rollup. */
export function createEventWriter(writer: Writer, geo: Geo, now: () => number): EventWriter {
  const names = createNames(writer)
  const identify = createIdentify(writer, names)
  const kinds = createKinds(writer)
  const sources = internSources(writer, names, geo)
  const courses = new Courses()
  const revised = new RevisedCourses(writer)
  const forgetAll = (): void => {
    for (const cache of [names, identify, kinds, sources, courses, revised]) cache.reset()
  }
  const inTransaction = <Result>(work: () => Result): Result => {
    try {
      return writer.transaction(() => {
        const result = work()
        names.fold()
        return result
      })
    } catch (error) {
      forgetAll()
      throw error
    }
  }
  return {
    store: (batch) => inTransaction(() => storeBatch({ writer, names, identify, kinds, sources, courses, now }, batch)),
    revise: (events, judge, also) =>
      inTransaction(() => {
        courses.reset()
        revise({ writer, names, identify, kinds, courses: revised, now }, events, judge)
        also?.()
      }),
    forget: () => {
      for (const cache of [identify, sources, courses, revised]) cache.reset()
    },
  }
}

interface Tools {
  readonly writer: Writer
  readonly names: Names
  readonly identify: Identify
  readonly kinds: Kinds
  readonly sources: ReturnType<typeof internSources>
  readonly courses: Courses
  readonly now: () => number
}

function storeBatch(tools: Tools, batch: Batch): StoredBatch {
  const { writer } = tools
  const cursor = cursorOf(writer, batch.sensor, batch.epoch, batch.first - 1)
  const last = Math.max(cursor.last, batch.first + batch.events.length - 1)
  if (batch.first > cursor.last + 1) throw new SequenceError(cursor.last + 1, batch.first)
  const known = cursor.last + 1 - batch.first
  const fresh = batch.events.slice(known)
  if (fresh.length === 0) return { last, stored: [] }

  const run = new BatchRun(tools, batch.sensor)
  const stored = fresh.map((facts) => run.add(facts))
  run.flush(runsBehind(batch.runs ?? [], known))
  writer.run('UPDATE epoch SET last = ? WHERE id = ?', last, cursor.id)
  const newest = fresh.reduce((time, event) => Math.max(time, event.time), 0)
  writer.run(
    'UPDATE sensor SET stored = stored + ?, last_event = max(coalesce(last_event, 0), ?) WHERE id = ?',
    stored.length,
    newest,
    batch.sensor,
  )
  return { last, stored }
}

/** Runs without those that hold messages which are stored already. */
const runsBehind = (runs: readonly PackedRun[], known: number): readonly PackedRun[] =>
  known === 0 ? runs : runs.filter(({ at }) => at >= known).map((run) => ({ ...run, at: run.at - known }))

/** Ids are not given again when the newest events were deleted: a block may still hold their bytes. */
const lastEvent = (writer: Writer): number => Math.max(lastGiven(writer, 'event'), lastPacked(writer))

/** One batch on its way into the store. */
class BatchRun {
  private readonly tools: Tools
  private readonly sensor: number
  private readonly dialogs: BatchDialogs
  private readonly sources = new BatchSources()
  private readonly aggregates: BatchAggregates
  private readonly rows: Rows
  private readonly raw: RawMessage[] = []
  private lastId: number

  constructor(tools: Tools, sensor: number) {
    const { writer, names, courses, now } = tools
    this.tools = tools
    this.sensor = sensor
    this.dialogs = new BatchDialogs(writer, names.user, courses, sensor)
    this.aggregates = new BatchAggregates(sensor, now())
    this.rows = new Rows(writer, intoEvent, eventColumns)
    this.lastId = lastEvent(writer)
  }

  add(event: EventFacts): StoredEvent {
    const { sources, identify, kinds } = this.tools
    const id = (this.lastId += 1)
    const source = sources.id(event)
    const delta = this.sources.of(source)
    const ids = identify.ids(source, event.direction, event)
    const kind = kinds.id(this.circumstancesOf(event), ids)
    const dialog = this.dialogs.add(id, event, source, ids)
    if (dialog.messages === 1) delta.dialogs += 1
    const { time, port, raw } = event
    this.rows.add(id, time, kind, source, port, dialog.id, raw.length, ids.dialled, ids.named?.id ?? null)
    this.raw.push({ id, time, sensor: this.sensor, bytes: raw })
    this.aggregates.count(event, source, kind, ids)
    if (event.direction === 'out') noteAnswer(delta, ids)
    else noteReceived(delta, event, ids)
    return { id, dialog: dialog.id, facts: event, dialled: ids.dialled }
  }

  flush(packed: readonly PackedRun[]): void {
    const { writer } = this.tools
    this.rows.flush()
    this.dialogs.flush(this.aggregates.dialogsBegun)
    this.aggregates.flush(writer, this.sources)
    this.sources.flush(writer)
    keepRaw(writer, this.raw, packed)
  }

  private circumstancesOf({ local, localPort, transport, direction, proof }: EventFacts): Circumstances {
    return {
      sensor: this.sensor,
      listener: this.tools.names.listener(local, localPort),
      transport: transportCodes.encode(transport),
      direction: direction === 'in' ? 0 : 1,
      proof: proofCodes.encode(proof),
    }
  }
}
