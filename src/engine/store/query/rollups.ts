import { inSet } from './needs.ts'
import type { Step } from './pairs.ts'
import type { Run } from './run.ts'
import type { IdSet } from './sets.ts'

export interface KindCount {
  readonly kind: number
  readonly messages: number
}

const rolled: Readonly<Record<Step['level'], string>> = {
  minute: 'SELECT kind, messages FROM rollup_minute WHERE minute = @at',
  hour: 'SELECT kind, messages FROM rollup_hour WHERE hour = @at',
  day: 'SELECT kind, messages FROM rollup_day WHERE day = @at',
  event: `SELECT kind, count(*) AS messages FROM event INDEXED BY event_time WHERE time >= @from AND time < @to
    GROUP BY kind`,
}

/** Messages of each kind in one step, whoever sent them. */
export const kindsInStep = ({ reader }: Run, step: Step): readonly KindCount[] =>
  reader.all<KindCount>(rolled[step.level], boundsOf(step))

const boundsOf = (step: Step): Readonly<Record<string, number>> =>
  step.level === 'event' ? { ...step.span } : { at: step.at }

const summed: Readonly<Record<Step['level'], string>> = {
  minute: 'SELECT sum(messages) AS messages FROM rollup_minute WHERE minute = @at',
  hour: 'SELECT sum(messages) AS messages FROM rollup_hour WHERE hour = @at',
  day: 'SELECT sum(messages) AS messages FROM rollup_day WHERE day = @at',
  event: 'SELECT count(*) AS messages FROM event INDEXED BY event_time WHERE time >= @from AND time < @to',
}
const ofKinds = `AND ${inSet('kind', 'kinds')}`

/** The same of some kinds together; `undefined`: of all. */
export function messagesInStep({ reader }: Run, step: Step, kinds: IdSet | undefined): number {
  const sql = kinds ? `${summed[step.level]} ${ofKinds}` : summed[step.level]
  const row = reader.get<{ messages: number | null }>(sql, { ...boundsOf(step), ...(kinds && { kinds }) })
  return row?.messages ?? 0
}
