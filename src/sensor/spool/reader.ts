import type { WireEvent } from '../../contract/wire/frames.ts'
import type { EventRecord, GapRecord } from './record.ts'
import { walk, type Located, type Segment } from './segment.ts'

export interface EventBatch {
  readonly kind: 'events'
  readonly first: number
  readonly events: readonly WireEvent[]
}
export type SpoolBatch = EventBatch | GapRecord

/** What a reader may see of the spool: whole records up to `last`. */
export interface ReadableSpool {
  readonly segments: readonly Segment[]
  readonly last: number
}

/** Approximate bytes of an event besides its raw message. */
const eventOverhead = 100

/** Reads on from one sequence, in order and without holes: whatever is not there comes out as a gap. */
export class SpoolReader {
  readonly #spool: ReadableSpool
  #next: number
  #place: { path: string; offset: number } | undefined

  constructor(spool: ReadableSpool, next: number) {
    this.#spool = spool
    this.#next = next
  }

  /** The sequence that comes next. */
  get next(): number {
    return this.#next
  }

  /**
   * At most `maxEvents` events of about `maxBytes`, but at least one; or one gap; undefined at the end.
   * @throws when the spool cannot be opened now; nothing is skipped by that, so the same read may be tried again.
   */
  read(maxEvents: number, maxBytes: number): SpoolBatch | undefined {
    if (this.#next > this.#spool.last) return undefined
    const oldest = this.#spool.segments[0]
    if (oldest !== undefined && this.#next < oldest.first) return this.#passGap(oldest.first - 1, 'spool-cap')
    const start = this.#next
    const place = this.#place
    try {
      return this.#readOn(start, maxEvents, maxBytes)
    } catch (error) {
      this.#next = start
      this.#place = place
      throw error
    }
  }

  #readOn(start: number, maxEvents: number, maxBytes: number): SpoolBatch {
    const events: WireEvent[] = []
    let bytes = 0
    for (const found of this.#records()) {
      if (found.record.from > this.#next || found.record.kind === 'gap') {
        return events.length > 0 ? { kind: 'events', first: start, events } : this.#gapBefore(found)
      }
      events.push(this.#pass(found.record))
      bytes += found.record.event[8].length + eventOverhead
      if (events.length >= maxEvents || bytes >= maxBytes) break
    }
    if (events.length > 0) return { kind: 'events', first: start, events }
    return this.#passGap(this.#spool.last, 'corruption')
  }

  #pass(record: EventRecord): WireEvent {
    this.#next = record.to + 1
    return record.event
  }

  /** A gap that was recorded, or else what is missing before the record found. */
  #gapBefore({ record }: Located): GapRecord {
    if (record.from <= this.#next && record.kind === 'gap') {
      const gap = { ...record, from: this.#next }
      this.#next = record.to + 1
      return gap
    }
    return this.#passGap(record.from - 1, 'corruption', record.kind === 'event' ? record.event[0] : record.fromTime)
  }

  #passGap(to: number, reason: GapRecord['reason'], toTime?: number): GapRecord {
    const from = this.#next
    this.#next = to + 1
    return { kind: 'gap', from, to, reason, ...(toTime === undefined ? {} : { toTime }) }
  }

  /** Records that end at or behind the next sequence, across segments; remembers where the last one ended. */
  *#records(): Generator<Located, void> {
    const { segments } = this.#spool
    const at = Math.max(
      0,
      segments.findLastIndex((segment) => segment.first <= this.#next),
    )
    for (const segment of segments.slice(at)) {
      const resumed = this.#place?.path === segment.path ? this.#place.offset : undefined
      for (const found of walk(segment, resumed ?? segment.offsetFor(this.#next))) {
        if (found.record.to < this.#next) continue
        if (found.record.from === this.#next) this.#place = { path: segment.path, offset: found.offset }
        yield found
      }
    }
  }
}
