const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** Puts U+FFFD for what is no UTF-8 instead of throwing, which takes forty times as long. */
const looseUtf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Arguments of a call lie on the stack: this many are safe everywhere. */
const chunk = 8192

/**
 * Text with exactly one character per byte (ISO 8859-1), so that offsets in the text are offsets in the bytes and
 * nothing an attacker sends can be lost on the way to text and back.
 */
export function byteText(bytes: Uint8Array): string {
  return asciiText(bytes) ?? wideText(bytes)
}

/** `undefined` when a byte is beyond ASCII. */
export function asciiText(bytes: Uint8Array): string | undefined {
  const text = looseUtf8.decode(bytes)
  // Each character beyond ASCII takes two bytes or more, unless it stands for one that is no UTF-8.
  return text.length === bytes.length && !text.includes('\ufffd') ? text : undefined
}

/** The same for bytes of which one is known to be beyond ASCII. */
export function wideText(bytes: Uint8Array): string {
  let wide = ''
  for (let at = 0; at < bytes.length; at += chunk) {
    wide += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, at + chunk)) as string
  }
  return wide
}

/** The inverse of `byteText`; characters above U+00FF keep only their low byte, so pass none. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}

/** `undefined` when the bytes are no UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
  const text = looseUtf8.decode(bytes)
  if (!text.includes('\ufffd')) return text
  return bytes.includes(firstOfReplacement) ? strictly(bytes) : undefined
}

/** Of the three bytes of U+FFFD, which somebody may have sent as such. */
const firstOfReplacement = 0xef

function strictly(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return undefined
  }
}

const encoder = new TextEncoder()

/** UTF-8 encoded, one character per byte. */
export const utf8ByteText = (text: string): string => byteText(encoder.encode(text))

const beyondAscii = /[^\x00-\x7f]/

/** What people read: byte text shown as UTF-8 where it is UTF-8. */
export function readable(text: string): string {
  if (!beyondAscii.test(text)) return text
  return utf8(bytesOf(text)) ?? text
}

/**
 * Without SIP's own blanks (space, tab, line ends) at both ends. `String.trim` would also cut the byte 0xA0, the half of
 * many a UTF-8 character.
 */
export function trimBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

/** Without such characters at its end; `/[\r\n]+$/` would look at each run of them again and again. */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** SIP's own blanks: space, tab and the line ends of folds. */
export const isBlank = (code: number): boolean =>
  code <= 32 && (code === 32 || code === 9 || code === 13 || code === 10)

/** Folded lines, and whatever a stray line end parts, joined by one blank (RFC 3261 §7.3.1). */
export function oneLine(text: string): string {
  const trimmed = trimBlanks(text)
  return /[\r\n]/.test(trimmed)
    ? trimmed
        .split(/[\r\n]+/)
        .map(trimBlanks)
        .join(' ')
    : trimmed
}
