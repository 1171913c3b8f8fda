/** What a byte may mean for an injection. */
const harmless = 0
const suspicious = 1
const blank = 2
const plus = 3
const quote = 4
const bracket = 5
const slash = 6
const semicolon = 7

const kinds = new Uint8Array(256).fill(suspicious)
for (const clean of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!@:=?>[],\r\n') {
  kinds[clean.charCodeAt(0)] = harmless
}
kinds[32] = blank
kinds[9] = blank
kinds[43] = plus
kinds[34] = quote
kinds[60] = bracket
kinds[47] = slash
kinds[59] = semicolon

/**
 * Whether these bytes of a header cannot hold an injection, told before any text is made of them: every message is asked,
 * and nearly all are clean. Whatever attacks needs a character that addresses, lists and digests are not written with
 * (`'`, a round bracket, `%`, `$`, `|`, `&`, `#` …), or one of theirs in an unusual place.
 *
 * @param parameters whether a `;` parts parameters here, as it does in addresses
 */
export function isClean(bytes: Uint8Array, from: number, to: number, parameters: boolean): boolean {
  let quoted = false
  for (let at = from; at < to; at++) {
    const kind = kinds[bytes[at] ?? 0] ?? suspicious
    if (kind === harmless) continue
    if (kind === quote) {
      if (!(quoted ? closes(bytes[at + 1] ?? 0) : opens(bytes[at - 1] ?? 0))) return false
      quoted = !quoted
    } else if (kind === semicolon ? quoted || !parameters : !isUsual(kind, bytes, at, quoted)) return false
  }
  return !quoted
}

/** Behind `=`, a blank, the colon of the header or a comma. */
const opens = (before: number): boolean => before === 61 || before === 32 || before === 58 || before === 44

/** Before a comma, a blank, `<`, `;` or the end of the line. */
const closes = (next: number): boolean =>
  next === 44 || next === 32 || next === 60 || next === 59 || next === 13 || next === 10

function isUsual(kind: number, bytes: Uint8Array, at: number, quoted: boolean): boolean {
  const next = bytes[at + 1] ?? 0
  switch (kind) {
    case blank:
      return !quoted && isUsualBlank(bytes[at - 1] ?? 0, next)
    case plus: // +46…; a form writes a blank before a word so
      return isDigit(next)
    case bracket: // <sip: or <tel:
      return !quoted && isAddress(bytes, at + 1)
    case slash: // application/sdp, but neither ../ nor /* nor /etc
      return isLetterOrDigit(bytes[at - 1] ?? 0) && isLetterOrDigit(next)
    default:
      return false
  }
}

/** Behind the colon of the header or a comma, before a quote, an address or a line end. */
const isUsualBlank = (before: number, next: number): boolean =>
  before === 58 || before === 44 || next === 60 || next === 34 || next === 13 || next === 10

function isAddress(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at]
  const second = bytes[at + 1]
  return (first === 115 && second === 105) || (first === 116 && second === 101)
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57
const isLetterOrDigit = (code: number): boolean =>
  (code >= 97 && code <= 122) || isDigit(code) || (code >= 65 && code <= 90)

const worthALook = new Uint8Array(256)
for (const odd of "'`$<|\\{") worthALook[odd.charCodeAt(0)] = 1

/** The same for a body, which is SDP nearly always: its lines hold blanks, brackets and slashes. *
 * @param parameters whether a `;` parts parameters here, as it does in addresses
 */
export function isCleanBody(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (worthALook[bytes[at] ?? 0] === 1) return false
  return true
}
