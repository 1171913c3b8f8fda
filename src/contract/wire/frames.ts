import { z } from 'zod'
import { directions, proofs, transports } from './codes.ts'
import { wireLimits, wireVersion } from './limits.ts'

/**
 * Frames of the sensor link (docs/sensor-protocol.md). The sensor serves, the console connects. Each frame is one
 * CBOR map with a `type`; unknown fields are ignored, unknown types close the link.
 */
const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
/** Number of an event. */
const sequence = z.number().int().min(1).max(wireLimits.sequence)
const text = (max: number) => z.string().max(max)
const bytes = (min: number, max: number) =>
  z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length >= min && value.length <= max, {
    message: `must be ${min} to ${max} bytes`,
  })

export { directions, proofs, transports }

const codeIn = (list: readonly string[]) =>
  z
    .number()
    .int()
    .min(0)
    .max(list.length - 1)
const address = z.string().min(2).max(45)
const port = z.number().int().min(0).max(65_535)

/**
 * One SIP message as the sensor saw or sent it:
 * [time µs UTC, transport, remote address, remote port, local address, local port, direction, proof, raw bytes].
 * An array, because field names would double the size of a batch. "Remote" is the attacker in both directions.
 */
export const wireEvent = z.tuple([
  count,
  codeIn(transports),
  address,
  port,
  address,
  port,
  codeIn(directions),
  codeIn(proofs),
  bytes(0, wireLimits.raw),
])
export type WireEvent = z.infer<typeof wireEvent>

export const location = z.object({
  place: text(120),
  /** ISO 3166 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
})

export const counters = z.object({
  received: count,
  answered: count,
  throttled: count,
  malformed: count,
  kernelDrops: count.optional(),
  spoolBytes: count,
  spoolWaiting: count,
  spoolError: text(300).optional(),
})

export const fromSensor = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    version: z.literal(wireVersion),
    /** Stable identity of the sensor: 32 bytes, hex. */
    sensor: z.string().regex(/^[0-9a-f]{64}$/),
    name: text(80),
    region: text(80),
    location,
    /** IANA time zone. */
    zone: text(64),
    software: text(120),
    /** Random name of the numbering; a new one begins when the spool was lost or reset. */
    epoch: z.string().regex(/^[0-9a-f]{16}$/),
    /** First and last sequence held in the spool; `last` = `first` - 1 when it is empty. Sequences begin at 1. */
    first: sequence,
    last: sequence.or(z.literal(0)),
    /** The sensor's clock, µs UTC. */
    clock: count,
    challenge: bytes(16, 64),
  }),
  z.object({ type: z.literal('welcome') }),
  z.object({
    type: z.literal('refused'),
    code: z.enum(['wrong-token', 'version', 'busy', 'protocol']),
    message: text(300),
  }),
  z.object({
    type: z.literal('events'),
    epoch: text(16),
    first: sequence,
    events: z.array(wireEvent).min(1).max(wireLimits.events),
  }),
  z.object({
    type: z.literal('gap'),
    epoch: text(16),
    from: sequence,
    to: sequence,
    reason: z.enum(['spool-cap', 'corruption', 'disk']),
    /** µs UTC of the events around the gap, where known. */
    fromTime: count.optional(),
    toTime: count.optional(),
  }),
  z.object({ type: z.literal('status'), clock: count, counters }),
])
export type FromSensor = z.infer<typeof fromSensor>

export const fromConsole = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('auth'),
    version: z.literal(wireVersion),
    /** Random, stable identity of this console's store: the sensor keeps one acknowledged cursor for each. */
    console: z.string().regex(/^[0-9a-f]{32}$/),
    /** HMAC-SHA-256 of the challenge, keyed with the shared token (UTF-8). */
    proof: bytes(32, 32),
  }),
  z.object({
    type: z.literal('resume'),
    /** Epoch and last sequence stored; an empty epoch and 0 when nothing is stored yet. */
    epoch: text(16),
    last: count,
    credit: count.max(wireLimits.credit),
  }),
  z.object({ type: z.literal('ack'), epoch: text(16), sequence: count }),
  z.object({ type: z.literal('credit'), events: count.max(wireLimits.credit) }),
])
export type FromConsole = z.infer<typeof fromConsole>

/** Everything that a sensor says of itself. */
export type SensorHello = Extract<FromSensor, { type: 'hello' }>
export type WireCounters = z.infer<typeof counters>
