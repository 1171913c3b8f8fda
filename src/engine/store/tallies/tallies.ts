import type { Range } from '../../../contract/console/vocabulary.ts'
import { directionCodes } from '../codes.ts'
import type { Reader } from '../connection.ts'
import { bordersOf } from './borders.ts'
import { cover, minutesIn, type CoverOptions, type Level, type MinuteRange, type Stretch } from './cover.ts'

/** Two stretches of each: every cover fits, and what lies on both sides of one. */
const stretchNames = { minute: ['minuteA', 'minuteB'], hour: ['hourA', 'hourB'], day: ['dayA', 'dayB'] } as const
const received = directionCodes.encode('in')
const levels: readonly Level[] = ['minute', 'hour', 'day']

/**
 * Rows that count the messages of a range, as what stands behind FROM: one text for every range, because a cover has no
 * more than these stretches and those it lacks are bound to be empty (a seek each). Their bounds come from `bounds`.
 * Columns: `at`, the first minute of a row's step; `source` (of tallies); `kind`; `messages`. Answers of ours are
 * counted too, under kinds of their own: join `kind` to leave them out.
 *
 * Group by `at` and `source`, or sum per step first: rows of one stretch come in the order (step, source, kind).
 */
export const tallyRows = union((level, name) => tallies(level, `t.${level} >= @${name} AND t.${level} < @${name}End`))

/** The same without sources: a hundred times fewer rows, for whatever does not ask who. */
export const rollupRows = union(
  (level, name) => `SELECT t.${level} * ${minutesIn[level]} AS at, t.kind, t.messages FROM rollup_${level} t
    WHERE t.${level} >= @${name} AND t.${level} < @${name}End`,
)

/**
 * What each source sent, as `tallyRows` but summed over the kinds of received messages. Every step is grouped in the
 * order it is read in, so that whoever groups by `source` sorts a fraction of the rows.
 */
export const receivedRows = union(
  (level, name) => `SELECT t.${level} * ${minutesIn[level]} AS at, t.source, sum(t.messages) AS messages
    FROM tally_${level} t CROSS JOIN kind k ON k.id = t.kind
    WHERE t.${level} >= @${name} AND t.${level} < @${name}End AND k.direction = ${received}
    GROUP BY t.${level}, t.source`,
)

/**
 * The rows of `tallyRows` that belong to the sources in `@sources`, a JSON list of ids. It looks every source up in
 * every step instead of reading what everybody did: right while `seeksOf` says some ten thousand at most.
 */
export const tallyRowsOf = union((level, name) => {
  const steps = `WITH RECURSIVE steps(step) AS (
      SELECT CAST(@${name} AS INTEGER) WHERE @${name} < @${name}End
      UNION ALL SELECT step + 1 FROM steps WHERE step + 1 < @${name}End)
    SELECT step FROM steps`
  // CROSS JOIN: the planner would read a whole level to spare itself the seeks.
  return `SELECT t.${level} * ${minutesIn[level]} AS at, t.source, t.kind, t.messages
    FROM (${steps}) CROSS JOIN json_each(@sources) wanted
      CROSS JOIN tally_${level} t ON t.${level} = step AND t.source = wanted.value`
})

function union(part: (level: Level, name: string) => string): string {
  const parts = levels.flatMap((level) => stretchNames[level].map((name) => part(level, name)))
  return `(${parts.join('\n UNION ALL ')})`
}

function tallies(level: Level, where: string): string {
  return `SELECT t.${level} * ${minutesIn[level]} AS at, t.source, t.kind, t.messages FROM tally_${level} t WHERE ${where}`
}

/** The values of `@minuteA`, `@minuteAEnd` … for a cover. */
export function bounds(stretches: readonly Stretch[]): Readonly<Record<string, number>> {
  const entries = levels.flatMap((level) => {
    const those = stretches.filter((stretch) => stretch.level === level)
    return stretchNames[level].flatMap((name, at): [string, number][] => {
      const { from, to } = those[at] ?? { from: 0, to: 0 }
      return [
        [name, from],
        [`${name}End`, to],
      ]
    })
  })
  return Object.fromEntries(entries)
}

/** Look-ups that `tallyRowsOf` makes for each source: the steps of the cover. */
export const seeksOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, to }) => sum + to - from, 0)

/** Every minute that a range of milliseconds touches. */
export const minutesTouched = ({ from, to }: Range): MinuteRange => ({
  from: Math.floor(from / 60_000),
  to: Math.ceil(to / 60_000),
})

/** The cover of a range of milliseconds, in whole minutes, over what this store still counts. */
export const coverOf = (reader: Reader, range: Range, longest: CoverOptions['longest'] = 'day'): readonly Stretch[] =>
  cover(minutesTouched(range), { borders: bordersOf(reader), longest })
