import type { Geo } from '../../geo/geo.ts'
import { classCodes, directionCodes, proofCodes, severityCodes, toolCodes, transportCodes } from '../codes.ts'
import type { Statement, Writer } from '../connection.ts'
import { BatchAggregates } from './aggregates.ts'
import { BatchDialogs } from './dialogs.ts'
import { cursorOf } from './epoch.ts'
import type { EventFacts } from './facts.ts'
import { createNames, type DialledIds, type Names } from './names.ts'
import { BatchSources, internSources, noteReceived } from './sources.ts'

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
}

export class SequenceError extends Error {
  constructor(expected: number, got: number) {
    super(`events ${expected} to ${got - 1} were left out without a gap`)
    this.name = 'SequenceError'
  }
}

const insertEvent = `
  INSERT INTO event (epoch, sequence, sensor, time, transport, direction, source, port, listener, method, status, dialog,
    dialled, user_agent, tool, class, severity, proof, size, fault)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const insertRaw = 'INSERT INTO raw (event, bytes) VALUES (?, ?)'

/** @param now UTC milliseconds; decides which seconds are recent enough for the per-second rollup. */
export function createEventWriter(writer: Writer, geo: Geo, now: () => number): EventWriter {
  const names = createNames(writer)
  const sources = internSources(writer, names, geo)
  const forget = (): void => {
    names.reset()
    sources.reset()
  }
  return {
    store: (batch) => {
      try {
        return writer.transaction(() => storeBatch({ writer, names, sources, now }, batch))
      } catch (error) {
        forget()
        throw error
      }
    },
  }
}

interface Tools {
  readonly writer: Writer
  readonly names: Names
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
    const { names, sources } = this.tools
    const source = sources.id(event)
    const delta = this.sources.of(source)
    const method = event.method === undefined ? null : names.method.id(event.method)
    const userAgent = event.userAgent === undefined ? null : names.userAgent.id(event.userAgent)
    const dialled = event.dialled === undefined ? null : names.dialled(event.dialled)
    const dialog = this.dialogs.add(event, source, { userAgent, dialled: dialled?.id ?? null })
    if (dialog.messages === 1) delta.dialogs += 1
    const id = this.insert(event, sequence, { source, method, userAgent, dialled, dialog: dialog.id })
    this.aggregates.count(event, method)
    if (event.direction === 'out') delta.answers += 1
    else {
      noteReceived(delta, event)
      const users = event.users.map((user) => names.user.id(user))
      this.aggregates.countReceived(event, { source, userAgent: userAgent ?? 0, dialled, users })
    }
    return { id, dialog: dialog.id, facts: event }
  }

  flush(): void {
    const { writer } = this.tools
    this.dialogs.flush(this.aggregates.dialogsBegun)
    this.aggregates.flush(writer, this.sources)
    this.sources.flush(writer)
  }

  private insert(event: EventFacts, sequence: number, ids: EventIds): number {
    const { lastInsertRowid } = this.insertEvent.run(
      this.epoch,
      sequence,
      this.sensor,
      event.time,
      transportCodes.encode(event.transport),
      directionCodes.encode(event.direction),
      ids.source,
      event.port,
      this.tools.names.listener(event.local, event.localPort),
      ids.method,
      event.status ?? null,
      ids.dialog,
      ids.dialled?.id ?? null,
      ids.userAgent,
      toolCodes.encode(event.tool),
      classCodes.encode(event.class),
      severityCodes.encode(event.severity),
      proofCodes.encode(event.proof),
      event.raw.length,
      event.fault ?? null,
    )
    this.insertRaw.run(lastInsertRowid, event.raw)
    return Number(lastInsertRowid)
  }
}

interface EventIds {
  readonly source: number
  readonly method: number | null
  readonly userAgent: number | null
  readonly dialled: DialledIds | null
  readonly dialog: number
}
