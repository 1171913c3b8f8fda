import { createStreamFramer } from '../../../src/sip/stream/framer.ts'

/**
 * A stream must give the same messages at once and in small pieces.
 *
 * @throws Error when it does not.
 */
export function checkStream(raw: Uint8Array, piece: number): void {
  if (framed(raw, raw.length + 1) !== framed(raw, piece))
    throw new Error(`pieces of ${piece} bytes give other messages`)
}

function framed(raw: Uint8Array, piece: number): string {
  const framer = createStreamFramer()
  const parts: (Uint8Array | undefined)[] = []
  for (let at = 0; at < raw.length; at += piece) parts.push(...framer.push(raw.subarray(at, at + piece)))
  const broken = framer.broken ? 'broken' : 'whole'
  return [...parts, framer.end()].map((part) => Buffer.from(part ?? []).toString('latin1')).join('\uffff') + broken
}
