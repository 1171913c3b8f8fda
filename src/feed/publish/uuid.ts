import { createHash } from 'node:crypto'

/** Our own name space: whatever reads the list twice gets the same ids. */
const nameSpace = Buffer.from('7f0d1b3c52e94b0c9a1e6f4d8c2b7a90', 'hex')

/** A UUID that follows from `name` alone (RFC 9562 §5.5, version 5). */
export function namedUuid(name: string): string {
  const bytes = createHash('sha1').update(nameSpace).update(name).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
