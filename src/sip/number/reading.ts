import { fitOf, planOf, type Fit } from './plan.ts'
import { prefixCosts } from './prefix.ts'

/** E.164 allows 15 digits. */
export const longestCore = 15
/** Shorter ones no international number has (that we would dare to tell from junk), and shorter suffixes do not fold. */
export const shortestCore = 8

/** What it costs to say that a number exists: the less its numbering plan allows it the more. */
const coreCost: Readonly<Record<Fit, number>> = { assigned: 6, planned: 9, coded: 21, none: 24 }
/** Short numbers fit by accident, */
const short = { most: 9, cost: 5 }
/** and so do odd lengths in loose plans. */
const oddCost = 2
/** No number of the calling code is that long or that short. */
const impossibleLength = 2
/** Satellites and international services (881, 883 …) are dialled with an access code, if at all. */
const countrylessCost = 7
/** National lengths usual in loose plans. */
const usual = { from: 9, to: 11 }
/** Digits that are no number of any plan are the less likely one number the more they are. */
const longUnplanned = 12
const longUnplannedCost = 6
/** What is longer than E.164 allows is no number; it stays whole only when nothing else can be said. */
export const oversizeCost = 34
/** Digits of no plan are rarely dialled behind a prefix without an access code. */
const unmarkedUnplanned = 6
/** Without an access code in front a calling code that does not fit is no calling code. */
const unmarkedCoded = 5
/** The least that any core costs. */
export const leastCoreCost = coreCost.assigned

export interface Core {
  readonly digits: string
  readonly fit: Fit
  readonly cost: number
}

export function coreOf(digits: string): Core {
  const fit = fitOf(digits)
  return { digits, fit, cost: coreCost[fit] + surcharge(digits, fit) }
}

function surcharge(digits: string, fit: Fit): number {
  if (fit === 'none') return digits.length > longUnplanned ? longUnplannedCost : 0
  const plan = planOf(digits)
  if (!plan) return 0
  const national = digits.length - plan.code.length
  const odd = plan.loose && (national < usual.from || national > usual.to)
  const countryless = plan.countries.length === 0
  const impossible = (plan.lengths & (1 << national)) === 0
  return (
    (digits.length <= short.most ? short.cost : 0) +
    (odd ? oddCost : 0) +
    (countryless ? countrylessCost : 0) +
    (impossible ? impossibleLength : 0)
  )
}

/** Whether a numbering plan has such a number. */
export const isPlanned = ({ fit }: Pick<Core, 'fit'>): boolean => fit === 'assigned' || fit === 'planned'

/** Everything one dialled string can be read as. */
export interface Readings {
  readonly dialled: string
  /** Digits at its end: a core can have no more. */
  readonly run: number
  /** Whether the prefix before a core of so many digits ends in an international access code. */
  marked(length: number): boolean
  prefixCost(length: number): number
  /** What such a prefix before such a core costs. @param length of a core of 8 to 15 digits, at most `run`. */
  cost(core: Pick<Core, 'fit'>, length: number): number
}

/** @param dialled digits, `+`, `*` and `#`, at most 40 of them. */
export function readingsOf(dialled: string): Readings {
  const run = trailingDigits(dialled)
  const { costs, marked } = prefixCosts(dialled, Math.max(0, dialled.length - shortestCore))
  const markedAt = (length: number): boolean => marked[dialled.length - length] ?? false
  return {
    dialled,
    run,
    marked: markedAt,
    prefixCost: (length) => costs[dialled.length - length] ?? 0,
    cost: (core, length) => {
      const prefix = costs[dialled.length - length] ?? 0
      if (isPlanned(core) || markedAt(length)) return prefix
      if (core.fit === 'coded') return prefix + unmarkedCoded
      return length === dialled.length ? prefix : prefix + unmarkedUnplanned
    },
  }
}

export function trailingDigits(dialled: string): number {
  let at = dialled.length
  while (at > 0 && isDigit(dialled.charCodeAt(at - 1))) at -= 1
  return dialled.length - at
}

export const isDigit = (code: number): boolean => code >= 48 && code <= 57
