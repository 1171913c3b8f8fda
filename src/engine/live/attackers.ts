import type { Attacker, Attackers } from '../../contract/console/live.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import type { Reading } from '../readers/reading.ts'
import { sourceRows } from '../sources/rows.ts'
import { hiding, type Covers } from '../sources/whitelisted.ts'
import { busiestIn } from '../store/active.ts'
import { sourcesById, type StoredSource } from '../store/sources.ts'

interface Wanted {
  readonly range: Range
  readonly limit: number
  /** Those that the whitelist hides stand among the others. */
  readonly withHidden: boolean
}

interface Busy {
  readonly source: StoredSource
  readonly inRange: number
}

/** However many are hidden, a screen must not wait for all that ever were heard. */
const mostLookedAt = 20_000

/** The busiest sources of a range, without those that the whitelist hides, and how many of these stood among them. */
export function attackersIn(reading: Reading, { range, limit, withHidden }: Wanted): Attackers {
  const hides = hiding(reading)
  if (!hides || withHidden) {
    const busy = busiest(reading, range, limit)
    const hidden = hides ? hiddenAmong(hides, busy) : new Set<number>()
    return { sources: rowsOf(reading, busy, hidden), hidden: hidden.size }
  }
  for (let looked = 2 * limit; ; looked *= 4) {
    const busy = busiest(reading, range, looked)
    const hidden = hiddenAmong(hides, busy)
    const shown = busy.filter(({ source }) => !hidden.has(source.id)).slice(0, limit)
    if (shown.length < limit && busy.length === looked && looked < mostLookedAt) continue
    return { sources: rowsOf(reading, shown, new Set()), hidden: before(busy, hidden, shown, limit) }
  }
}

const hiddenAmong = (hides: Covers, busy: readonly Busy[]): ReadonlySet<number> =>
  hides(busy.map(({ source }) => source))

/** How many of the hidden would stand in the list: in front of its last row, or all where it is not full. */
function before(busy: readonly Busy[], hidden: ReadonlySet<number>, shown: readonly Busy[], limit: number): number {
  const last = shown.length < limit ? undefined : shown.at(-1)
  const end = last ? busy.indexOf(last) : busy.length
  return busy.slice(0, end).filter(({ source }) => hidden.has(source.id)).length
}

function busiest({ reader }: Reading, range: Range, limit: number): readonly Busy[] {
  const active = busiestIn(reader, range, limit)
  const ids = active.map(({ source }) => source)
  const stored = new Map(sourcesById(reader, ids).map((source) => [source.id, source]))
  return active.flatMap(({ source: id, messages }) => {
    const source = stored.get(id)
    return source ? [{ source, inRange: messages }] : []
  })
}

function rowsOf(reading: Reading, busy: readonly Busy[], hidden: ReadonlySet<number>): readonly Attacker[] {
  const rows = sourceRows(
    reading,
    busy.map(({ source }) => source),
  )
  return rows.map((row, at) => {
    const { inRange = 0, source } = busy[at] ?? {}
    return { ...row, inRange, ...(source && hidden.has(source.id) ? { hidden: true } : {}) }
  })
}
