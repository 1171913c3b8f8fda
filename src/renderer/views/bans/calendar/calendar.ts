import type { Expiries, ExpiryDay } from '../../../../contract/console/audit.ts'

export interface CalendarDay {
  /** `2026-03-01`. */
  readonly day: string
  readonly number: number
  readonly ends: ExpiryDay | undefined
  readonly today: boolean
}

export interface CalendarMonth {
  /** `2026-03`. */
  readonly month: string
  readonly name: string
  /** Monday first; places outside the month are empty. */
  readonly weeks: readonly (readonly (CalendarDay | undefined)[])[]
}

const dayLength = 86_400_000
/** A ban stands for 90 days at most, so its end is in one of these months; a hostile feed must not make more. */
const mostMonths = 5

/** The months from today, or the first day on which a ban ends, to the last such day. Dates alone: no zone is in them. */
export function monthsOf({ today, days }: Expiries): readonly CalendarMonth[] {
  const first = [today, ...days.map(({ day }) => day)].reduce((a, b) => (a < b ? a : b))
  const last = days.at(-1)?.day ?? today
  const byDay = new Map(days.map((each) => [each.day, each]))
  const months: CalendarMonth[] = []
  let at = first.slice(0, 7)
  while (months.length < mostMonths && at <= (last > today ? last : today).slice(0, 7)) {
    months.push(monthOf(at, today, byDay))
    at = nextMonth(at)
  }
  return months
}

const nextMonth = (month: string): string => {
  const [year = 0, of = 1] = month.split('-').map(Number)
  return isoDay(Date.UTC(year, of, 1)).slice(0, 7)
}

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10)

const nameFormat = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })

function monthOf(month: string, today: string, byDay: ReadonlyMap<string, ExpiryDay>): CalendarMonth {
  const start = Date.parse(`${month}-01T00:00:00Z`)
  const days: (CalendarDay | undefined)[] = Array.from(
    { length: (new Date(start).getUTCDay() + 6) % 7 },
    () => undefined,
  )
  for (let time = start; isoDay(time).startsWith(month); time += dayLength) {
    const day = isoDay(time)
    days.push({ day, number: Number(day.slice(8)), ends: byDay.get(day), today: day === today })
  }
  const weeks = Array.from({ length: Math.ceil(days.length / 7) }, (_, at) =>
    Array.from({ length: 7 }, (__, of) => days[at * 7 + of]),
  )
  return { month, name: nameFormat.format(start), weeks }
}
