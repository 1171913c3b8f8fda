import { directionCodes, microsecondsPerMinute, microsecondsPerSecond } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import { oldestSecond, rolledMethod } from '../aggregates/aggregates.ts'
import { countTables, spanTables } from '../aggregates/count-tables.ts'
import { forgetDialled, noteDialled } from '../../numbers/dialled.ts'
import type { JudgedIds } from '../names/ids.ts'
import { loseSpans } from './lost-spans.ts'
import type { RevisedEvent } from './event.ts'
import { RevisedSources } from './sources.ts'
import { PairTally, SpanTally, Tally } from '../aggregates/tally.ts'

/** What every aggregate has to be corrected by when events are judged anew. */
export class RevisedAggregates {
  private readonly writer: Writer
  private readonly oldestSecond: number
  private readonly sources: RevisedSources
  private readonly counts = {
    second: new Tally(),
    minute: new Tally(),
    class: new Tally(),
    tool: new Tally(),
    method: new PairTally(),
    fingerprint: new PairTally(),
    user: new PairTally(),
    userBefore: new PairTally(),
  }
  private readonly dialled = { gained: new SpanTally(), lost: new SpanTally() }
  private readonly guesses = { gained: new SpanTally(), lost: new SpanTally() }
  private lostFromLists = false

  constructor(writer: Writer, now: number) {
    this.writer = writer
    this.oldestSecond = oldestSecond(now)
    this.sources = new RevisedSources(writer)
  }

  change(event: RevisedEvent, now: JudgedIds): void {
    const { ids: before } = event
    this.rolled(-1, event, before)
    this.rolled(1, event, now)
    if (event.direction === 'in') {
      this.received(-1, event, before)
      this.received(1, event, now)
      this.spans(event, before, now)
      if (before.named === null) for (const user of now.named?.users ?? []) this.userBefore(event, user)
    }
    this.sources.change(event, now)
  }

  /** @returns whether any source may have room again in a list that it had filled. */
  flush(): boolean {
    const { writer } = this
    for (const [name, tally] of Object.entries(this.counts)) {
      tally.flush(writer, countTables[name as keyof typeof this.counts])
    }
    this.dialled.gained.flush(writer, spanTables.dialled, (source, id) => noteDialled(writer, source, id))
    this.guesses.gained.flush(writer, spanTables.guess)
    loseSpans(writer, 'dialled', this.dialled.lost, (source, id) => forgetDialled(writer, source, id))
    loseSpans(writer, 'guess', this.guesses.lost)
    this.sources.flush()
    return this.lostFromLists
  }

  private rolled(by: 1 | -1, { time, sensor, direction }: RevisedEvent, ids: JudgedIds): void {
    const method = rolledMethod(ids.method)
    const minute = Math.floor(time / microsecondsPerMinute)
    this.counts.minute.change(by, minute, sensor, directionCodes.encode(direction), ids.class, method)
    const second = Math.floor(time / microsecondsPerSecond)
    if (direction === 'in' && second >= this.oldestSecond) this.counts.second.change(by, second, sensor, method)
  }

  private received(by: 1 | -1, { source }: RevisedEvent, ids: JudgedIds): void {
    const { counts } = this
    counts.class.change(by, source, ids.class, ids.severity)
    counts.tool.change(by, source, ids.tool, ids.userAgent ?? 0)
    if (ids.method !== null && ids.status === null) counts.method.change(by, source, rolledMethod(ids.method))
    if (ids.fingerprint !== null) counts.fingerprint.change(by, source, ids.fingerprint)
    for (const user of ids.named?.users ?? []) counts.user.change(by, source, user)
  }

  /** Only where they differ: a time can be added to a span, but not taken out of it without a look at the events. */
  private spans({ time, source }: RevisedEvent, before: JudgedIds, now: JudgedIds): void {
    if (listsDiffer(before, now)) this.lostFromLists = true
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
    const due = -this.counts.userBefore.countOf(source, user)
    if (this.writer.get(known, source, user, due) !== undefined) this.counts.userBefore.change(-1, source, user)
  }
}

const listsDiffer = (before: JudgedIds, now: JudgedIds): boolean =>
  before.fingerprint !== now.fingerprint ||
  before.named?.id !== now.named?.id ||
  before.dialled !== now.dialled ||
  before.userAgent !== now.userAgent
