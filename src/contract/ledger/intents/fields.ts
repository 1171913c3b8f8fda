import { z } from 'zod'

/** A count: whole, because bodies are signed as JSON. */
export const whole = z.number().int().nonnegative()
/** The last millisecond that a date can name (ECMA-262, Time Values): beyond it nothing could show or compare it. */
const lastInstant = 8_640_000_000_000_000
/** UTC milliseconds. */
export const instant = whole.max(lastInstant)
/** The same with a fraction. */
export const preciseInstant = z.number().nonnegative().max(lastInstant)
export const reason = z.string().trim().min(3).max(2000)
/** Ed25519 public key, 32 bytes, base64url. */
export const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
/** Of a list entry: above the 0, 1 and 100 with which clients spell "from the start". */
export const listId = z.string().regex(/^[1-9]\d{3,18}$/)
