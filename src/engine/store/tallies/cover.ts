/** How fine counts are: each level counts every message, in steps of that many minutes. All of them are UTC's. */
export const minutesIn = { minute: 1, hour: 60, day: 1440 } as const
export type Level = keyof typeof minutesIn

/** Whole minutes since 1970; `to` is not part of it. */
export interface MinuteRange {
  readonly from: number
  readonly to: number
}

/** Steps of one level; `from` and `to` count such steps since 1970, `to` is not part of it. */
export interface Stretch {
  readonly level: Level
  readonly from: number
  readonly to: number
}

/**
 * From where counts of a level are kept, in minutes since 1970. What is older was given up: minutes first, then hours;
 * days stay for good. Borders lie on whole days, so that no kept step straddles one.
 */
export interface Borders {
  readonly minute: number
  readonly hour: number
}

export const keptForGood: Borders = { minute: 0, hour: 0 }

export interface CoverOptions {
  readonly borders?: Borders
  /** No step longer than this where shorter ones are kept, for a histogram whose own steps are that short. */
  readonly longest?: Level
}

/**
 * The stretches whose counts add up to those of a range, in as few rows as possible: whole days, whole hours beside
 * them, minutes at the very ends; at most five stretches, in order of time, none of them twice. A range that begins or
 * ends before a border is widened to the whole hour or day that is still counted there: its count then says more than
 * was asked for, and never less.
 */
export function cover(range: MinuteRange, { borders = keptForGood, longest = 'day' }: CoverOptions = {}): Stretch[] {
  const hourBorder = borders.hour
  const minuteBorder = Math.max(borders.minute, hourBorder)
  const [from, to] = widened(range, hourBorder, minuteBorder)
  const part = (begin: number, end: number, ...levels: readonly Level[]): Stretch[] =>
    covered(Math.max(from, begin), Math.min(to, end), levels)
  return joined([
    ...part(-Infinity, hourBorder, 'day'),
    ...part(hourBorder, minuteBorder, ...notLonger(longest, 'day', 'hour')),
    ...part(minuteBorder, Infinity, ...notLonger(longest, 'day', 'hour', 'minute')),
  ])
}

function widened({ from, to }: MinuteRange, hourBorder: number, minuteBorder: number): readonly [number, number] {
  const stepAt = (border: (of: number) => boolean): number =>
    border(hourBorder) ? minutesIn.day : border(minuteBorder) ? minutesIn.hour : 1
  const [down, up] = [stepAt((border) => from < border), stepAt((border) => to <= border)]
  return from < to ? [Math.floor(from / down) * down, Math.ceil(to / up) * up] : [from, from]
}

/** Of these levels, the longest first; the shortest of them stays in any case. */
const notLonger = (longest: Level, ...levels: readonly Level[]): readonly Level[] =>
  levels.filter((level, at) => minutesIn[level] <= minutesIn[longest] || at === levels.length - 1)

/** What whole steps of a level leave at both ends is left to the next level. */
function covered(from: number, to: number, [level, ...shorter]: readonly Level[]): Stretch[] {
  if (from >= to || level === undefined) return []
  const minutes = minutesIn[level]
  const [first, last] = [Math.ceil(from / minutes), Math.floor(to / minutes)]
  if (first >= last) return covered(from, to, shorter)
  return [
    ...covered(from, first * minutes, shorter),
    { level, from: first, to: last },
    ...covered(last * minutes, to, shorter),
  ]
}

/** Stretches of one level that touch each other at a border. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = []
  for (const stretch of stretches) {
    const last = result.at(-1)
    if (last?.level === stretch.level && last.to === stretch.from) result.splice(-1, 1, { ...last, to: stretch.to })
    else result.push(stretch)
  }
  return result
}
