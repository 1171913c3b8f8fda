import metadata from 'libphonenumber-js/metadata.max.json'

/**
 * How well digits fit the numbering plan their calling code belongs to, best first: `assigned`, to a kind of line that
 * rings somewhere; `planned`, a number the plan allows; `coded`, only the calling code exists; `none`.
 */
export type Fit = 'assigned' | 'planned' | 'coded' | 'none'

/** Of the metadata's kinds of lines; voicemail (5) and pagers (7) are nothing a fraudster earns money with. */
const ringing = [0, 1, 2, 3, 4, 6, 8, 9]
/** Places in the metadata's rows (libphonenumber-js, format 4). */
const [atPattern, atLengths, atLeading, atKinds] = [2, 3, 10, 11]

/** All countries of one calling code (ITU-T E.164). */
export interface Plan {
  readonly code: string
  /** ISO 3166-1 alpha-2, the main country first; empty for satellites and international services. */
  readonly countries: readonly string[]
  /** Bit n is set when a national number may have n digits. */
  readonly lengths: number
  /** Such plans accept nearly everything, so that fitting them says little. */
  readonly loose: boolean
  readonly rows: readonly (readonly unknown[])[]
  assigned?: RegExp
  planned?: RegExp
}

/** More possible lengths than this make a plan loose. */
const lengthsOfLoose = 5

let plans: readonly (Plan | undefined)[] | undefined

/** The plan of the calling code that digits begin with: no code is the beginning of another. */
export function planOf(digits: string): Plan | undefined {
  plans ??= plansByLead()
  return plans[Number(digits.slice(0, 3))]
}

/** @param digits beginning with a calling code if they have one. */
export function fitOf(digits: string): Fit {
  const plan = planOf(digits)
  if (!plan || digits.startsWith('0')) return 'none'
  const national = digits.slice(plan.code.length)
  if ((plan.lengths & (1 << national.length)) === 0) return 'coded'
  if (!plannedOf(plan).test(national)) return 'coded'
  return assignedOf(plan).test(national) ? 'assigned' : 'planned'
}

/** The country whose own ranges hold this national number; the first of several. */
export function countryIn(plan: Plan, national: string): string | undefined {
  if (plan.countries.length < 2) return plan.countries[0]
  const at = plan.rows.findIndex((row) => holds(row, national))
  return plan.countries[at]
}

/** A country that shares its code is told by leading digits or, without, by its assigned ranges. */
function holds(row: readonly unknown[], national: string): boolean {
  const leading = row[atLeading]
  if (typeof leading === 'string') return new RegExp(`^(?:${leading})`).test(national)
  return new RegExp(whole(kindPatterns(row))).test(national)
}

const plannedOf = (plan: Plan): RegExp =>
  (plan.planned ??= new RegExp(whole(plan.rows.map((row) => String(row[atPattern])))))

const assignedOf = (plan: Plan): RegExp => (plan.assigned ??= new RegExp(whole(plan.rows.flatMap(kindPatterns))))

/** Patterns come from the metadata alone and see at most 15 digits. */
const whole = (patterns: readonly string[]): string => `^(?:${[...new Set(patterns)].join('|')})$`

function kindPatterns(row: readonly unknown[]): readonly string[] {
  const kinds = row[atKinds]
  if (!Array.isArray(kinds)) return []
  return ringing.flatMap((kind) => {
    const entry: unknown = kinds[kind]
    const pattern: unknown = Array.isArray(entry) ? entry[0] : undefined
    return typeof pattern === 'string' && pattern !== '' ? [pattern] : []
  })
}

/** By the first three digits, so that finding a plan is one look into an array. */
function plansByLead(): readonly (Plan | undefined)[] {
  const byLead = new Array<Plan | undefined>(1000).fill(undefined)
  const countries: Readonly<Record<string, readonly unknown[]>> = metadata.countries
  for (const [code, names] of Object.entries(metadata.country_calling_codes)) {
    place(byLead, planFrom(code, names, countries))
  }
  for (const [code, row] of Object.entries(metadata.nonGeographic)) {
    place(byLead, planFrom(code, [], { '': row }, ['']))
  }
  return byLead
}

function planFrom(
  code: string,
  countries: readonly string[],
  table: Readonly<Record<string, readonly unknown[]>>,
  keys: readonly string[] = countries,
): Plan {
  const rows = keys.flatMap((key) => (table[key] ? [table[key]] : []))
  const all = new Set(rows.flatMap((row) => (Array.isArray(row[atLengths]) ? row[atLengths].map(Number) : [])))
  const lengths = [...all].reduce((bits, length) => bits | (1 << length), 0)
  return { code, countries, lengths, loose: all.size > lengthsOfLoose, rows }
}

function place(byLead: (Plan | undefined)[], plan: Plan): void {
  const span = 10 ** (3 - plan.code.length)
  byLead.fill(plan, Number(plan.code) * span, (Number(plan.code) + 1) * span)
}
