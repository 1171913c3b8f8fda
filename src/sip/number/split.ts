import { callingCodeOf, lengthFits } from './calling-codes.ts'

/** E.164 allows 15 digits; shorter than 8 no international number is (that we would dare to tell from junk). */
const longest = 15
const shortest = 8
/** Without an international prefix before it, a core must be this long to be told from a national number. */
const shortestUnmarked = 11
/** This many digits that no dial plan puts in front may stand in a prefix. */
const mostUnknown = 3

/** How sure a split is, best first; `undefined` is none. */
type Rank = 0 | 1 | 2 | 3 | 4

/**
 * Where the core begins in a dialled string of digits, `+`, `*` and `#`; the length when in doubt is 0: no prefix.
 *
 * Toll fraudsters put every dial-out code they know before one number: `+ 0 00 000 9 90 900 9011 011 810 8 1 * #` and
 * combinations. Each place is tried where a country calling code follows whose national length fits. Best is no prefix
 * at all, then one that ends in an international prefix, then other dial-out digits, then up to three unknown digits,
 * and last an international prefix before a known code with a wrong length. Among equals the longest core wins.
 */
export function prefixLength(dialled: string): number {
  let best: { rank: Rank; at: number } | undefined
  for (let at = Math.max(0, dialled.length - longest); at <= dialled.length - shortest; at++) {
    const rank = rankOf(dialled.slice(0, at), dialled.slice(at))
    if (rank !== undefined && (!best || rank < best.rank)) best = { rank, at }
  }
  return best?.at ?? plusLength(dialled)
}

/** Ends of prefixes after which a country code follows. */
const international = /(?:\+|00|011|810)$/

/** Whether a prefix ends in one behind which a country code must follow. */
export const isMarkedInternational = (prefix: string): boolean => international.test(prefix)

function rankOf(prefix: string, core: string): Rank | undefined {
  const code = /^\d+$/.test(core) ? callingCodeOf(core) : undefined
  if (!code) return undefined
  const fits = lengthFits(core, code)
  if (prefix === '') return fits ? 0 : undefined
  const unknown = prefix.replace(/[0189+*#]/g, '').length
  if (international.test(prefix) && unknown === 0) return fits ? 1 : 4
  if (!fits || core.length < shortestUnmarked) return undefined
  return unknown === 0 ? 2 : unknown <= mostUnknown ? 3 : undefined
}

/** Before an unknown number `+` is no part of it. */
const plusLength = (dialled: string): number => (dialled.startsWith('+') ? 1 : 0)
