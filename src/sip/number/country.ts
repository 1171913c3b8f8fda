import { callingCodeOf, lengthFits } from './calling-codes.ts'

/**
 * ISO 3166 alpha-2 country a number core belongs to, e.g. `46850780296` → `SE`. `undefined` when several countries
 * share the code (1, 7 …) or when the length does not fit, so that a national number is not taken for a foreign one.
 */
export function countryOfCore(core: string): string | undefined {
  const code = callingCodeOf(core)
  return code && lengthFits(core, code) ? code.country : undefined
}

/** Whether a core has a country calling code and a length that this code allows. */
export function isInternational(core: string): boolean {
  const code = callingCodeOf(core)
  return code !== undefined && lengthFits(core, code)
}
