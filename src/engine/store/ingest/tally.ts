import type { Writer } from '../connection.ts'
import type { CountTable } from './count-tables.ts'

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

  countOf(...key: number[]): number {
    return this.entries.get(key.join(' '))?.count ?? 0
  }

  /** Rows that come down to nothing are removed. */
  flush(writer: Writer, table: CountTable): void {
    const add = writer.prepare(table.add)
    for (const { key, count } of this.entries.values()) {
      if (count === 0) continue
      add.run(...key, count)
      if (count < 0) writer.run(table.removeEmpty, ...key)
    }
    this.entries.clear()
  }
}

interface Span {
  readonly key: readonly number[]
  count: number
  first: number
  last: number
}

/** A tally that also keeps the earliest and the latest time. */
export class SpanTally {
  private readonly entries = new Map<string, Span>()

  add(time: number, ...key: number[]): void {
    const name = key.join(' ')
    const entry = this.entries.get(name)
    if (!entry) {
      this.entries.set(name, { key, count: 1, first: time, last: time })
      return
    }
    entry.count += 1
    if (time < entry.first) entry.first = time
    if (time > entry.last) entry.last = time
  }

  /** Adds to rows that exist and inserts the others. @param onNew called before a row's insert. */
  flush(
    writer: Writer,
    sql: { readonly update: string; readonly insert: string },
    onNew?: (key: readonly number[]) => void,
  ): void {
    const update = writer.prepare(sql.update)
    const insert = writer.prepare(sql.insert)
    for (const { key, count, first, last } of this.entries.values()) {
      if (update.run(count, first, last, ...key).changes > 0) continue
      onNew?.(key)
      insert.run(...key, count, first, last)
    }
    this.entries.clear()
  }

  /** What was added, once. */
  take(): readonly Readonly<Span>[] {
    const all = [...this.entries.values()]
    this.entries.clear()
    return all
  }
}
