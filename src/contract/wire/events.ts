import { directions, proofs, transports, type FromSensor, type WireEvent } from './frames.ts'
import { wireLimits } from './limits.ts'

type EventsFrame = Extract<FromSensor, { type: 'events' }>

/**
 * The schema's answer for frames of events, written out: thousands of events a second pass here, and walking the schema
 * costs more than decoding them. A test holds the two together.
 * @returns `undefined` for whatever is no sound frame of events; the schema then says why.
 */
export function readEvents(value: unknown): EventsFrame | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { type, epoch, first, events } = value as Readonly<Record<string, unknown>>
  if (type !== 'events' || !isText(epoch, 0, 16) || !isSequence(first) || !Array.isArray(events)) return undefined
  if (events.length < 1 || events.length > wireLimits.events || !events.every(isWireEvent)) return undefined
  return { type, epoch, first, events }
}

function isWireEvent(value: unknown): value is WireEvent {
  if (!Array.isArray(value) || value.length !== 9) return false
  const [time, transport, remote, remotePort, local, localPort, direction, proof, raw] = value as unknown[]
  return (
    isCount(time) &&
    isWhole(transport, transports.length - 1) &&
    isText(remote, 2, 45) &&
    isWhole(remotePort, 65_535) &&
    isText(local, 2, 45) &&
    isWhole(localPort, 65_535) &&
    isWhole(direction, directions.length - 1) &&
    isWhole(proof, proofs.length - 1) &&
    raw instanceof Uint8Array &&
    raw.length <= wireLimits.raw
  )
}

const isSequence = (value: unknown): value is number => isWhole(value, wireLimits.sequence) && value > 0

const isCount = (value: unknown): value is number => isWhole(value, Number.MAX_SAFE_INTEGER)

const isWhole = (value: unknown, most: number): value is number => Number.isInteger(value) && inside(value, 0, most)

const inside = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'number' && value >= least && value <= most

const isText = (value: unknown, least: number, most: number): value is string =>
  typeof value === 'string' && inside(value.length, least, most)
