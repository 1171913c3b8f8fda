import { crc32 } from 'node:zlib'
import { decode, encode } from 'cborg'
import { z } from 'zod'
import { wireEvent, type WireEvent } from '../../contract/wire/frames.ts'
import { wireLimits } from '../../contract/wire/limits.ts'

/**
 * One record on disk: u32 length of the payload, u32 CRC-32 of the payload (both big-endian), CBOR payload.
 * An event is `[sequence, event]`, a gap `[from, to, reason, fromTime | null, toTime | null]`.
 */
export interface EventRecord {
  readonly kind: 'event'
  readonly from: number
  readonly to: number
  readonly event: WireEvent
}
export interface GapRecord {
  readonly kind: 'gap'
  readonly from: number
  readonly to: number
  readonly reason: GapReason
  readonly fromTime?: number
  readonly toTime?: number
}
export type SpoolRecord = EventRecord | GapRecord
export type GapReason = 'spool-cap' | 'corruption' | 'disk'

export const recordHead = 8
/** The longest raw message and the fields around it. */
export const longestRecord = recordHead + wireLimits.raw + 256

const sequence = z.number().int().positive()
const time = z.number().int().nonnegative().nullable()
const eventPayload = z.tuple([sequence, wireEvent])
const gapPayload = z.tuple([sequence, sequence, z.enum(['spool-cap', 'corruption', 'disk']), time, time])

export const encodeEvent = (at: number, event: WireEvent): Buffer => frame(encode([at, event]))

export const encodeGap = (gap: GapRecord): Buffer =>
  frame(encode([gap.from, gap.to, gap.reason, gap.fromTime ?? null, gap.toTime ?? null]))

function frame(payload: Uint8Array): Buffer {
  const record = Buffer.allocUnsafe(recordHead + payload.length)
  record.writeUInt32BE(payload.length, 0)
  record.writeUInt32BE(crc32(payload), 4)
  record.set(payload, recordHead)
  return record
}

/** @returns 'cut' when the record would end behind the bytes at hand, 'broken' when it can be none. */
export function decodeRecord(bytes: Buffer, at: number): { record: SpoolRecord; next: number } | 'cut' | 'broken' {
  if (at + recordHead > bytes.length) return 'cut'
  const length = bytes.readUInt32BE(at)
  const next = at + recordHead + length
  if (length === 0 || recordHead + length > longestRecord) return 'broken'
  if (next > bytes.length) return 'cut'
  const payload = bytes.subarray(at + recordHead, next)
  if (crc32(payload) !== bytes.readUInt32BE(at + 4)) return 'broken'
  const record = decodePayload(payload)
  return record === undefined ? 'broken' : { record, next }
}

function decodePayload(payload: Uint8Array): SpoolRecord | undefined {
  const value = decodeCbor(payload)
  const event = eventPayload.safeParse(value)
  if (event.success) return { kind: 'event', from: event.data[0], to: event.data[0], event: event.data[1] }
  const gap = gapPayload.safeParse(value)
  if (!gap.success) return undefined
  const [from, to, reason, fromTime, toTime] = gap.data
  return {
    kind: 'gap',
    from,
    to,
    reason,
    ...(fromTime === null ? {} : { fromTime }),
    ...(toTime === null ? {} : { toTime }),
  }
}

function decodeCbor(payload: Uint8Array): unknown {
  try {
    return decode(payload)
  } catch {
    return undefined
  }
}
