import type { Step } from './pairs.ts'
import type { Run } from './run.ts'

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
  reader.all<KindCount>(rolled[step.level], step.level === 'event' ? { ...step.span } : { at: step.at })
