/**
 * Where a header's value stands. The header knows it too, but looks at its text for it, which takes as long as all the
 * rest of a fingerprint: one blank in front and CRLF behind are what nearly all programs write.
 */
const SPACE = 32
const LF = 10
const CR = 13

const isBlank = (byte: number | undefined): boolean => byte === SPACE || byte === LF || byte === CR || byte === 9

export function startOfValue(bytes: Uint8Array, from: number, end: number): number {
  if (bytes[from] === SPACE && (bytes[from + 1] ?? 0) > SPACE) return from + 1
  let at = Math.min(from, end)
  while (at < end && isBlank(bytes[at])) at++
  return at
}

export function endOfValue(bytes: Uint8Array, from: number, end: number): number {
  let at = bytes[end - 1] === LF && bytes[end - 2] === CR && end - 2 > from ? end - 2 : end
  while (at > from && isBlank(bytes[at - 1])) at--
  return at
}
