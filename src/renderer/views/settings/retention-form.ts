import {
  isLonger,
  leastBudget,
  retention as schema,
  retentionDays,
  retentionProblems,
  type Retention,
} from '../../../contract/console/data.ts'
import { bytes, capitalised, counted } from '../../text/format.ts'

export const retentionClasses = ['raw', 'events', 'rollups', 'entities'] as const
export type RetentionClass = (typeof retentionClasses)[number]
export type RetentionField = keyof Retention

/** One field as it stands in the form: the figure waits while "for ever" is chosen. */
export interface Limit {
  readonly forEver: boolean
  readonly figure: string
}

export interface RetentionDraft extends Readonly<Record<RetentionField, Limit>> {
  readonly unit: SizeUnit
}

export const sizeUnits = { MB: 1_000_000, GB: 1_000_000_000 } as const
export type SizeUnit = keyof typeof sizeUnits

export type RetentionReading =
  | { readonly ok: true; readonly retention: Retention }
  | { readonly ok: false; readonly problems: Partial<Readonly<Record<RetentionField, string>>> }

/** Offered when somebody takes "for ever" away: a start, not a recommendation. */
const usual: Readonly<Record<RetentionClass, number>> = { raw: 30, events: 90, rollups: 365, entities: 730 }
const usualBudget = '20'

export function draftOf(retention: Retention): RetentionDraft {
  const days = (name: RetentionClass): Limit => ({
    forEver: retention[name] === null,
    figure: String(retention[name] ?? usual[name]),
  })
  const { budget } = retention
  const unit: SizeUnit = budget === null || budget >= sizeUnits.GB ? 'GB' : 'MB'
  const figure = budget === null ? usualBudget : String(budget / sizeUnits[unit])
  return {
    raw: days('raw'),
    events: days('events'),
    rollups: days('rollups'),
    entities: days('entities'),
    budget: { forEver: budget === null, figure },
    unit,
  }
}

/** What the form says, or what is wrong with it, field by field. */
export function readDraft(draft: RetentionDraft): RetentionReading {
  const problems: Partial<Record<RetentionField, string>> = {}
  const read = (name: RetentionField, value: () => number | string): number | null => {
    if (draft[name].forEver) return null
    const found = value()
    if (typeof found === 'number') return found
    problems[name] = found
    return null
  }
  const days = (name: RetentionClass): number | null => read(name, () => daysIn(draft[name].figure))
  const retention: Retention = {
    raw: days('raw'),
    events: days('events'),
    rollups: days('rollups'),
    entities: days('entities'),
    budget: read('budget', () => bytesIn(draft.budget.figure, draft.unit)),
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const contradictions = Object.entries(retentionProblems(retention))
  if (contradictions.length === 0) return { ok: true, retention }
  return { ok: false, problems: Object.fromEntries(contradictions.map(([name, words]) => [name, capitalised(words)])) }
}

function daysIn(text: string): number | string {
  const value = /^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN
  return value >= retentionDays.least && value <= retentionDays.most
    ? value
    : `Whole days, ${retentionDays.least} to ${retentionDays.most}`
}

function bytesIn(text: string, unit: SizeUnit): number | string {
  const written = text.trim()
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(written)) return 'A size, such as 1.5'
  const value = Math.round(Number(written) * sizeUnits[unit])
  if (schema.shape.budget.safeParse(value).success) return value
  return value > Number.MAX_SAFE_INTEGER ? 'More than any disk holds' : `At least ${bytes(leastShown)}`
}

/** Rounded up as `bytes` writes it, so that what the words say is accepted. */
const leastShown = Math.ceil(leastBudget / 100_000) * 100_000

const fields: readonly RetentionField[] = [...retentionClasses, 'budget']

/** Fields in which `to` keeps less than `from`. */
export const loweredFields = (from: Retention, to: Retention): readonly RetentionField[] =>
  fields.filter((name) => isLonger(from[name], to[name]))

export const sameRetention = (one: Retention, other: Retention): boolean =>
  fields.every((name) => one[name] === other[name])

/** "for ever", "30 days", "no limit", "20.0 GB". */
export function limitWords(name: RetentionField, value: number | null): string {
  if (name === 'budget') return value === null ? 'no limit' : bytes(value)
  return value === null ? 'for ever' : counted(value, 'day')
}
