import { decode, encode } from 'cborg'
import type { z } from 'zod'
import { readEvents } from './events.ts'
import { fromConsole, fromSensor, type FromConsole, type FromSensor } from './frames.ts'
import { wireLimits } from './limits.ts'

/** A frame that must not be trusted any further: the link is closed with `message` as the reason. */
export class FrameError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FrameError'
  }
}

export const encodeFrame = (frame: FromSensor | FromConsole): Uint8Array => encode(frame)

/** @throws FrameError on anything that is no frame a sensor may send. */
export function decodeFromSensor(bytes: Uint8Array): FromSensor {
  const value = decodeCbor(bytes)
  return readEvents(value) ?? parseFrame(value, fromSensor)
}

/** @throws FrameError on anything that is no frame a console may send. */
export const decodeFromConsole = (bytes: Uint8Array): FromConsole => parseFrame(decodeCbor(bytes), fromConsole)

function parseFrame<Frame>(value: unknown, schema: z.ZodType<Frame>): Frame {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new FrameError(`bad frame: ${issue?.path.join('.') || 'frame'}: ${issue?.message ?? 'invalid'}`)
}

function decodeCbor(bytes: Uint8Array): unknown {
  if (bytes.length > wireLimits.frame) throw new FrameError(`frame of ${bytes.length} bytes is too long`)
  try {
    return decode(bytes, { allowUndefined: false, allowInfinity: false, allowNaN: false, rejectDuplicateMapKeys: true })
  } catch (error) {
    // It may quote the peer at length.
    const why = (error instanceof Error ? error.message : String(error)).slice(0, 200)
    throw new FrameError(`not CBOR: ${why}`)
  }
}
