import type { Range } from '../../../contract/console/vocabulary.ts'
import type { Reader } from '../connection.ts'
import { bordersOf } from './borders.ts'
import { cover, minutesIn, type Level, type MinuteRange, type Stretch } from './cover.ts'
import { coverOf } from './tallies.ts'

/** All that is counted beside a range. */
export interface Outside {
  readonly stretches: readonly Stretch[]
  /** Where the range begins: in minutes since 1970, widened to what is still counted apart. */
  readonly from: number
}

/** What is counted outside of a range's own cover, when that is a shorter time than what is counted inside of it. */
export function outsideOf(reader: Reader, range: Range): Outside | undefined {
  const [own, kept] = [minutesOf(coverOf(reader, range)), minutesKept(reader)]
  if (!own || !kept) return undefined
  const [from, to] = [Math.max(kept.from, own.from), Math.min(kept.to, own.to)]
  const inside = to - from
  if (inside <= 0 || inside < kept.to - kept.from - inside) return undefined
  const borders = bordersOf(reader)
  // From and to whole days, of which nothing more is counted: each side then has one stretch of each level at most.
  const firstDay = Math.floor(kept.from / minutesIn.day) * minutesIn.day
  const lastDay = Math.ceil(kept.to / minutesIn.day) * minutesIn.day
  const [before, after] = [
    cover({ from: firstDay, to: from }, { borders }),
    cover({ from: to, to: lastDay }, { borders }),
  ]
  return { stretches: [...before, ...after], from: own.from }
}

function minutesOf(stretches: readonly Stretch[]): MinuteRange | undefined {
  const [first, last] = [stretches[0], stretches.at(-1)]
  return first && last && { from: first.from * minutesIn[first.level], to: last.to * minutesIn[last.level] }
}

/** From the first to the last minute of which anything is counted, by the shortest steps of which none were given up. */
function minutesKept(reader: Reader): MinuteRange | undefined {
  const { minute, hour } = bordersOf(reader)
  const level = hour > 0 ? 'day' : minute > 0 ? 'hour' : 'minute'
  const { first = null, last = null } = reader.get<{ first: number | null; last: number | null }>(ends[level]) ?? {}
  if (first === null || last === null) return undefined
  return { from: first * minutesIn[level], to: (last + 1) * minutesIn[level] }
}

const endsSql = (level: Level): string =>
  `SELECT (SELECT min(${level}) FROM rollup_${level}) AS first, (SELECT max(${level}) FROM rollup_${level}) AS last`
const ends: Readonly<Record<Level, string>> = {
  minute: endsSql('minute'),
  hour: endsSql('hour'),
  day: endsSql('day'),
}
