import type { DialledNumber } from './dialled.ts'
import { countryIn, fitOf, planOf } from './plan.ts'

/** Fewer digits in all are told from national numbers by nothing. */
const shortest = 8

/**
 * ISO 3166-1 alpha-2 country a number core belongs to, e.g. `46850780296` → `SE`, `12125551234` → `US`. `undefined` when
 * no numbering plan has such a number, so that a national number is not taken for a foreign one, and for satellites.
 */
export function countryOfCore(core: string): string | undefined {
  const plan = isInternational(core) ? planOf(core) : undefined
  return plan && countryIn(plan, core.slice(plan.code.length))
}

/** The country of a number as dialled: only when the number itself is more than a guess. */
export function countryOf({ core, confidence }: Pick<DialledNumber, 'core' | 'confidence'>): string | undefined {
  return confidence === 'low' ? undefined : countryOfCore(core)
}

/** Whether a core begins with a country calling code whose numbering plan allows the rest. */
export function isInternational(core: string): boolean {
  if (core.length < shortest) return false
  const fit = fitOf(core)
  return fit === 'assigned' || fit === 'planned'
}
