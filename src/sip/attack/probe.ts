import { byteText } from '../text/byte-text.ts'

/** Bytes that hold no SIP message: what they are instead decides between a broken tool and another protocol. */
export type Probe = 'keep-alive' | 'broken-sip' | 'other-protocol'

const methods = 'INVITE|ACK|BYE|CANCEL|OPTIONS|REGISTER|SUBSCRIBE|NOTIFY|MESSAGE|INFO|PRACK|UPDATE|REFER|PUBLISH'
const sipLike = new RegExp(`\\bsips?/\\d|^\\s*(?:${methods})\\b|\\bsips?:\\S|(?:^|\\n)(?:via|v) ?:`, 'i')

/** Where a protocol shows itself. */
const firstBytes = 1024

export function probeOf(bytes: Uint8Array): Probe {
  if (bytes.every((byte) => byte === 13 || byte === 10 || byte === 0)) return 'keep-alive'
  return sipLike.test(byteText(bytes.subarray(0, firstBytes))) ? 'broken-sip' : 'other-protocol'
}
