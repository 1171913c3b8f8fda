import { microsecondsPerSecond } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import { oldestSecond, rolledMethod } from '../aggregates/aggregates.ts'
import { addAttempts } from '../aggregates/attempts.ts'
import { countTables, spanTables } from '../aggregates/count-tables.ts'
import { KindCounts } from '../aggregates/kind-counts.ts'
import { PairTally, SpanTally, Tally } from '../aggregates/tally.ts'
import { forgetDialled, noteDialled } from '../../numbers/dialled.ts'
import type { JudgedIds } from '../names/ids.ts'
import { isReceived, type RevisedEvent } from './event.ts'
import { loseSpans } from './lost-spans.ts'
import { RevisedSources } from './sources.ts'

/** What every aggregate has to be corrected by when events are judged anew. */
export class RevisedAggregates {
  private readonly writer: Writer
  private readonly oldestSecond: number
  private readonly sources: RevisedSources
  private readonly kinds = new KindCounts()
  private readonly seconds = new Tally()
  private readonly users = new PairTally()
  private readonly usersBefore = new PairTally()
  private readonly dialled = { gained: new SpanTally(), lost: new SpanTally() }
  private readonly guesses = { gained: new SpanTally(), lost: new SpanTally() }
  private lostFromLists = false

  constructor(writer: Writer, now: number) {
    this.writer = writer
    this.oldestSecond = oldestSecond(now)
    this.sources = new RevisedSources(writer)
  }

  /** @param kind that the event is of now. */
  change(event: RevisedEvent, kind: number, now: JudgedIds): void {
    const { ids: before, time, source } = event
    if (kind !== event.kind) {
      this.kinds.change(-1, time, source, event.kind)
      this.kinds.change(1, time, source, kind)
    }
    if (isReceived(event)) this.received(event, now)
    if (listsDiffer(before, now)) this.lostFromLists = true
    this.sources.change(event, now)
  }

  /** @returns whether any source may have room again in a list that it had filled. */
  flush(): boolean {
    const { writer } = this
    this.kinds.flush(writer)
    this.seconds.flush(writer, countTables.second)
    this.users.flush(writer, countTables.user)
    this.usersBefore.flush(writer, countTables.userBefore)
    addAttempts(writer, this.dialled.gained)
    addAttempts(writer, this.dialled.lost, -1)
    this.dialled.gained.flush(writer, spanTables.dialled, (source, id) => noteDialled(writer, source, id))
    this.guesses.gained.flush(writer, spanTables.guess)
    loseSpans(writer, 'dialled', this.dialled.lost, (source, id) => forgetDialled(writer, source, id))
    loseSpans(writer, 'guess', this.guesses.lost)
    this.sources.flush()
    return this.lostFromLists
  }

  private received(event: RevisedEvent, now: JudgedIds): void {
    const { ids: before, time, source, where } = event
    this.inSecond(-1, time, where.sensor, before)
    this.inSecond(1, time, where.sensor, now)
    for (const user of before.named?.users ?? []) this.users.change(-1, source, user)
    for (const user of now.named?.users ?? []) this.users.change(1, source, user)
    this.spans(event, now)
    if (before.named === null) for (const user of now.named?.users ?? []) this.userBefore(event, user)
  }

  private inSecond(by: 1 | -1, time: number, sensor: number, { method }: JudgedIds): void {
    const second = Math.floor(time / microsecondsPerSecond)
    if (second >= this.oldestSecond) this.seconds.change(by, second, sensor, rolledMethod(method))
  }

  /** Only where they differ: a time can be added to a span, but not taken out of it without a look at the events. */
  private spans({ time, source, ids: before }: RevisedEvent, now: JudgedIds): void {
    if (before.dialled !== now.dialled) {
      if (before.dialled !== null) this.dialled.lost.add(time, source, before.dialled)
      if (now.dialled !== null) this.dialled.gained.add(time, source, now.dialled)
    }
    if (before.named?.id === now.named?.id) return
    for (const guess of before.named?.guesses ?? []) this.guesses.lost.add(time, source, guess)
    for (const guess of now.named?.guesses ?? []) this.guesses.gained.add(time, source, guess)
  }

  /** Stored before rows said what they name: its users leave the count of that time as they enter that of today. */
  private userBefore({ source }: RevisedEvent, user: number): void {
    const known = 'SELECT 1 FROM source_user_before WHERE source = ? AND user = ? AND attempts > ?'
    const due = -this.usersBefore.countOf(source, user)
    if (this.writer.get(known, source, user, due) !== undefined) this.usersBefore.change(-1, source, user)
  }
}

const listsDiffer = (before: JudgedIds, now: JudgedIds): boolean =>
  before.fingerprint !== now.fingerprint ||
  before.named?.id !== now.named?.id ||
  before.dialled !== now.dialled ||
  before.userAgent !== now.userAgent
