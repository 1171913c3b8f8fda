import { always, type Condition, type EventValues } from './condition.ts'
import { bounds, columns, endOfTime, type Position, type Span } from './events.ts'
import { narrowingOf } from './needs.ts'
import type { Part } from './plan.ts'
import type { Run } from './run.ts'

/** What was walked past. */
export interface Walked {
  /** Those that may match, in order. */
  readonly events: readonly EventValues[]
  /** How many were looked at, at most. */
  readonly looked: number
  /** How far that is; absent when nothing was found up to the end. */
  readonly upTo: Position | undefined
}

/** Events looked at once: few at first, because most pages are full soon. */
const firstSteps = 500
const longestSteps = 8_000
/** Where SQLite passes over what cannot match. */
const longestNarrowed = 32_000

/** Whether SQLite itself passes over what does not name the number, user, guess or dialog that a condition asks for. */
export const isNarrowed = (condition: Condition): boolean =>
  narrowingOf(condition).needs.some((need) => need !== 'kind' && need !== 'source' && need !== 'size')

/** All events of a span in the order of time, but for those of which SQLite can tell that they do not match. */
export function* walk(
  run: Run,
  span: Span,
  descending: boolean,
  after?: Position,
  condition: Condition = always,
): Generator<Walked> {
  const { last, stretch } = statements[descending ? 'down' : 'up']
  const narrowing = narrowingOf(condition)
  const longest = narrowing.sql === '' ? longestSteps : longestNarrowed
  const [from, to] = bounds(span)
  const endOfSpan = descending ? { time: from, id: 0 } : { time: to, id: 0 }
  let position = after ?? (descending ? behindAll : beforeAll)
  for (let limit = firstSteps; ; limit = Math.min(longest, limit * 2)) {
    run.pause()
    const at = { ...position, ...left({ from, to }, descending, position) }
    const end = run.reader.get<Position>(last, { ...at, limit })
    const upTo = end ?? endOfSpan
    const inside = { ...at, ...left(at, !descending, upTo), endTime: upTo.time, endId: upTo.id, ...narrowing.params }
    const events = run.reader.all<EventValues>(`${stretch.from} ${narrowing.sql} ${stretch.by}`, inside)
    yield { events, looked: limit, upTo: end ?? (events.length > 0 ? endOfSpan : undefined) }
    if (!end) return
    position = end
  }
}

/** Events of a part that may match, the newest first. */
export function* walkedEvents(run: Run, part: Part): Generator<readonly EventValues[]> {
  for (const { events } of walk(run, part, true, undefined, part.condition)) yield events
}

const [beforeAll, behindAll]: readonly [Position, Position] = [
  { time: -1, id: 0 },
  { time: endOfTime, id: endOfTime },
]

/** What is left of a span behind a place, whose own microsecond may hold further events: the index looks at times alone. */
const left = ({ from, to }: Span, descending: boolean, { time }: Position): Span =>
  descending ? { from, to: Math.min(to, time + 1) } : { from: Math.max(from, time), to }

const order = {
  down: { by: 'ORDER BY e.time DESC, e.id DESC', behind: '<', upTo: '>=' },
  up: { by: 'ORDER BY e.time, e.id', behind: '>', upTo: '<=' },
} as const

function statementsOf(way: keyof typeof order) {
  const { by, behind, upTo } = order[way]
  const next = `FROM event e INDEXED BY event_time
    WHERE e.time >= @from AND e.time < @to AND (e.time, e.id) ${behind} (@time, @id)`
  return {
    last: `SELECT e.time, e.id ${next} ${by} LIMIT 1 OFFSET @limit - 1`,
    stretch: { from: `SELECT ${columns} ${next} AND (e.time, e.id) ${upTo} (@endTime, @endId)`, by },
  }
}
const statements = { down: statementsOf('down'), up: statementsOf('up') }
