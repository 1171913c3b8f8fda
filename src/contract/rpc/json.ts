/**
 * RPC messages as JSON text, for WebSocket. Bytes travel as base64 and `undefined` inside arrays is not used;
 * nothing else in the contract is beyond JSON. Chosen over a binary codec because JSON.parse needs no `eval`
 * under the page's CSP and is faster in Chromium.
 */
const bytesTag = '$bytes'

export function encodeJson(message: unknown): string {
  return JSON.stringify(message, (_key, value: unknown) =>
    value instanceof Uint8Array ? { [bytesTag]: toBase64(value) } : value,
  )
}

/** @throws SyntaxError when `text` is not JSON or holds broken base64. */
export function decodeJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => (isTagged(value) ? fromBase64(value[bytesTag]) : value))
}

function isTagged(value: unknown): value is { [bytesTag]: string } {
  if (typeof value !== 'object' || value === null || !(bytesTag in value)) return false
  return typeof value[bytesTag] === 'string' && Object.keys(value).length === 1
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const valueOf = new Map(Array.from(alphabet, (letter, value) => [letter, value]))

/** Standard base64 with padding (RFC 4648 §4); written out because this code runs without Node and without DOM types. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63)
    text += left > 1 ? alphabet.charAt((group >> 6) & 63) : '='
    text += left > 2 ? alphabet.charAt(group & 63) : '='
  }
  return text
}

/** @throws SyntaxError when `text` is not base64. */
export function fromBase64(text: string): Uint8Array {
  const digits = text.replace(/=+$/, '')
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  let bits = 0
  let held = 0
  let at = 0
  for (const letter of digits) {
    const value = valueOf.get(letter)
    if (value === undefined) throw new SyntaxError('not base64')
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes[at++] = (bits >> held) & 0xff
  }
  return bytes
}
