import type { Geo } from '../../geo/geo.ts'
import { directionCodes, proofCodes, transportCodes } from '../codes.ts'
import type { Statement, Writer } from '../connection.ts'
import { BatchAggregates } from './aggregates/aggregates.ts'
import { BatchDialogs } from './aggregates/dialogs.ts'
import { cursorOf } from './epoch.ts'
import type { EventFacts, JudgeMessage } from './facts.ts'
import { createIdentify, type Identify, type JudgedIds } from './names/ids.ts'
import { createNames, type Names } from './names/names.ts'
import { revise, type Range } from './revise/revise.ts'
import { BatchSources, internSources, noteAnswer, noteReceived } from './aggregates/sources.ts'

export interface Batch {
  readonly sensor: number
  readonly epoch: string
  /** Sequence of the first event; the others follow without a hole. */
  readonly first: number
  readonly events: readonly EventFacts[]
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
}

export class SequenceError extends Error {
  constructor(expected: number, got: number) {
    super(`events ${expected} to ${got - 1} were left out without a gap`)
    this.name = 'SequenceError'
  }
}

const insertEvent = `
  INSERT INTO event (epoch, sequence, sensor, time, transport, direction, source, port, listener, method, status, dialog,
    dialled, user_agent, tool, class, severity, proof, size, fault, fingerprint, named, foreign_via)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const insertRaw = 'INSERT INTO raw (event, bytes) VALUES (?, ?)'

/** @param now UTC milliseconds; decides which seconds are recent enough for the per-second rollup. */
export function createEventWriter(writer: Writer, geo: Geo, now: () => number): EventWriter {
  const names = createNames(writer)
  const identify = createIdentify(writer, names)
  const sources = internSources(writer, names, geo)
  const inTransaction = <Result>(work: () => Result): Result => {
    try {
      return writer.transaction(() => {
        const result = work()
        names.fold()
        return result
      })
    } catch (error) {
      for (const cache of [names, identify, sources]) cache.reset()
      throw error
    }
  }
  return {
    store: (batch) => inTransaction(() => storeBatch({ writer, names, identify, sources, now }, batch)),
    revise: (events, judge, also) =>
      inTransaction(() => {
        revise({ writer, identify, now }, events, judge)
        also?.()
      }),
  }
}

interface Tools {
  readonly writer: Writer
  readonly names: Names
  readonly identify: Identify
  readonly sources: ReturnType<typeof internSources>
  readonly now: () => number
}

function storeBatch(tools: Tools, batch: Batch): StoredBatch {
  const { writer } = tools
  const cursor = cursorOf(writer, batch.sensor, batch.epoch, batch.first - 1)
  const last = Math.max(cursor.last, batch.first + batch.events.length - 1)
  if (batch.first > cursor.last + 1) throw new SequenceError(cursor.last + 1, batch.first)
  const fresh = batch.events.slice(cursor.last + 1 - batch.first)
  if (fresh.length === 0) return { last, stored: [] }

  const run = new BatchRun(tools, batch.sensor, cursor.id)
  const stored = fresh.map((facts, at) => run.add(facts, cursor.last + 1 + at))
  run.flush()
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

/** One batch on its way into the store. */
class BatchRun {
  private readonly tools: Tools
  private readonly sensor: number
  private readonly epoch: number
  private readonly dialogs: BatchDialogs
  private readonly sources = new BatchSources()
  private readonly aggregates: BatchAggregates
  private readonly insertEvent: Statement
  private readonly insertRaw: Statement

  constructor(tools: Tools, sensor: number, epoch: number) {
    this.tools = tools
    this.sensor = sensor
    this.epoch = epoch
    this.dialogs = new BatchDialogs(tools.writer, sensor)
    this.aggregates = new BatchAggregates(sensor, tools.now())
    this.insertEvent = tools.writer.prepare(insertEvent)
    this.insertRaw = tools.writer.prepare(insertRaw)
  }

  add(event: EventFacts, sequence: number): StoredEvent {
    const { sources, identify } = this.tools
    const source = sources.id(event)
    const delta = this.sources.of(source)
    const ids = identify.ids(source, event.direction, event)
    const dialog = this.dialogs.add(event, source, ids)
    if (dialog.messages === 1) delta.dialogs += 1
    const id = this.insert(event, sequence, source, dialog.id, ids)
    this.aggregates.count(event, ids)
    if (event.direction === 'out') noteAnswer(delta, ids)
    else {
      noteReceived(delta, event, ids)
      this.aggregates.countReceived(event, source, ids)
    }
    return { id, dialog: dialog.id, facts: event, dialled: ids.dialled }
  }

  flush(): void {
    const { writer } = this.tools
    this.dialogs.flush(this.aggregates.dialogsBegun)
    this.aggregates.flush(writer, this.sources)
    this.sources.flush(writer)
  }

  private insert(event: EventFacts, sequence: number, source: number, dialog: number, ids: JudgedIds): number {
    const { lastInsertRowid } = this.insertEvent.run(
      this.epoch,
      sequence,
      this.sensor,
      event.time,
      transportCodes.encode(event.transport),
      directionCodes.encode(event.direction),
      source,
      event.port,
      this.tools.names.listener(event.local, event.localPort),
      ids.method,
      ids.status,
      dialog,
      ids.dialled,
      ids.userAgent,
      ids.tool,
      ids.class,
      ids.severity,
      proofCodes.encode(event.proof),
      event.raw.length,
      ids.fault,
      ids.fingerprint,
      ids.named?.id ?? null,
      ids.foreignVia,
    )
    this.insertRaw.run(lastInsertRowid, event.raw)
    return Number(lastInsertRowid)
  }
}
