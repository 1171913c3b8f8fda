import canonicalize from 'canonicalize'
import { z } from 'zod'
import { instant, publicKey } from './intents/fields.ts'

/** Sensors that a console may name. */
export const mostSensors = 256

/**
 * What somebody tells the feed that is no matter of the ledger, signed because the console token alone says
 * nothing about who asks. Good for one time and for `orderLife` around its own time.
 */
export const order = z.object({
  version: z.literal(1),
  id: z.uuid(),
  time: instant,
  author: publicKey,
  action: z.enum(['subscriber.add', 'subscriber.remove', 'console.here']),
  /** The new subscriber's name, the id of the one to remove, or the key of the feed that is told. */
  subject: z.string().trim().min(1).max(80),
  /** With `console.here`: addresses of the console's sensors, which no more may be banned than where it is itself. */
  sensors: z.array(z.string().max(45)).max(mostSensors).optional(),
})
export type Order = z.infer<typeof order>

export const signedOrder = z.object({ order, signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/) })
export type SignedOrder = z.infer<typeof signedOrder>

/** Milliseconds by which the clocks of console and feed may differ. */
export const orderLife = 5 * 60_000

/** The text that its author signs: canonical JSON, RFC 8785. */
export function orderText(of: Order): string {
  return canonicalize(of) ?? ''
}
