import type { Writer } from '../../connection.ts'
import { Rows } from '../rows.ts'
import type { CountTable } from './count-tables.ts'

/** Changes of counts on their way into a table. Rows that come down to nothing are removed. */
class Changes {
  private readonly rows: Rows
  private readonly writer: Writer
  private readonly table: CountTable
  private readonly lessened: (readonly number[])[] = []

  constructor(writer: Writer, table: CountTable) {
    this.rows = new Rows(writer, table.into, table.columns, table.conflict)
    this.writer = writer
    this.table = table
  }

  add(by: number, ...key: readonly number[]): void {
    if (by === 0) return
    this.rows.add(...key, by)
    if (by < 0) this.lessened.push(key)
  }

  flush(): void {
    this.rows.flush()
    for (const key of this.lessened) this.writer.run(this.table.removeEmpty, ...key)
  }
}

interface Entry {
  readonly key: readonly number[]
  count: number
}

/** Adds up counts by a composite key, so that a batch writes each aggregate row once instead of once per event. */
export class Tally {
  private readonly entries = new Map<string, Entry>()

  add(...key: number[]): void {
    this.change(1, ...key)
  }

  change(by: number, ...key: number[]): void {
    const name = key.join(' ')
    const entry = this.entries.get(name)
    if (entry) entry.count += by
    else this.entries.set(name, { key, count: by })
  }

  /** Rows that come down to nothing are removed. */
  flush(writer: Writer, table: CountTable): void {
    const changes = new Changes(writer, table)
    for (const { key, count } of this.entries.values()) changes.add(count, ...key)
    changes.flush()
    this.entries.clear()
  }
}

/** The same for keys of two numbers, mostly a source and a thing of it, without a text for each key. */
export class PairTally {
  private readonly entries = new Map<number, Map<number, number>>()

  add(source: number, thing: number): void {
    this.change(1, source, thing)
  }

  change(by: number, source: number, thing: number): void {
    const things = this.entries.get(source)
    if (things) things.set(thing, (things.get(thing) ?? 0) + by)
    else this.entries.set(source, new Map([[thing, by]]))
  }

  countOf(source: number, thing: number): number {
    return this.entries.get(source)?.get(thing) ?? 0
  }

  rows(): Iterable<readonly [source: number, things: ReadonlyMap<number, number>]> {
    return this.entries
  }

  /** Rows that come down to nothing are removed. @param between part of the table's key between both numbers. */
  flush(writer: Writer, table: CountTable, ...between: readonly number[]): void {
    const changes = new Changes(writer, table)
    for (const [source, things] of this.entries) {
      for (const [thing, count] of things) changes.add(count, source, ...between, thing)
    }
    changes.flush()
    this.entries.clear()
  }
}

interface Span {
  readonly source: number
  readonly thing: number
  count: number
  first: number
  last: number
}

/** A tally of such pairs that also keeps the earliest and the latest time. */
export class SpanTally {
  private readonly entries = new Map<number, Map<number, Span>>()

  add(time: number, source: number, thing: number): void {
    const things = this.thingsOf(source)
    const span = things.get(thing)
    if (!span) {
      things.set(thing, { source, thing, count: 1, first: time, last: time })
      return
    }
    span.count += 1
    if (time < span.first) span.first = time
    if (time > span.last) span.last = time
  }

  /** Adds to rows that exist and inserts the others. @param onNew called before a row's insert. */
  flush(
    writer: Writer,
    sql: { readonly update: string; readonly insert: string },
    onNew?: (source: number, thing: number) => void,
  ): void {
    const update = writer.prepare(sql.update)
    const insert = writer.prepare(sql.insert)
    for (const { source, thing, count, first, last } of this.take()) {
      if (update.run(count, first, last, source, thing).changes > 0) continue
      onNew?.(source, thing)
      insert.run(source, thing, count, first, last)
    }
  }

  spans(): readonly Readonly<Span>[] {
    return [...this.entries.values()].flatMap((things) => [...things.values()])
  }

  /** What was added, once. */
  take(): readonly Readonly<Span>[] {
    const all = this.spans()
    this.entries.clear()
    return all
  }

  private thingsOf(source: number): Map<number, Span> {
    const known = this.entries.get(source)
    if (known) return known
    const things = new Map<number, Span>()
    this.entries.set(source, things)
    return things
  }
}
