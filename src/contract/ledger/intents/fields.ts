import { z } from 'zod'

/** UTC milliseconds, or a count: whole, because bodies are signed as JSON. */
export const whole = z.number().int().nonnegative()
export const reason = z.string().trim().min(3).max(2000)
/** Ed25519 public key, 32 bytes, base64url. */
export const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
/** Of a list entry: above the 0, 1 and 100 with which clients spell "from the start". */
export const listId = z.string().regex(/^[1-9]\d{3,18}$/)
