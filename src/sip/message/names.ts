/** One-letter forms: RFC 3261 §7.3.3, RFC 6665 (o, u), RFC 3515 (r), RFC 3892 (b), RFC 4028 (x), RFC 3841 (a, j, d), RFC 8224 (y). */
const compactForms: ReadonlyMap<string, string> = new Map([
  ['i', 'call-id'],
  ['m', 'contact'],
  ['e', 'content-encoding'],
  ['l', 'content-length'],
  ['c', 'content-type'],
  ['f', 'from'],
  ['s', 'subject'],
  ['k', 'supported'],
  ['t', 'to'],
  ['v', 'via'],
  ['o', 'event'],
  ['u', 'allow-events'],
  ['r', 'refer-to'],
  ['b', 'referred-by'],
  ['x', 'session-expires'],
  ['a', 'accept-contact'],
  ['j', 'reject-contact'],
  ['d', 'request-disposition'],
  ['y', 'identity'],
])

/** Lower-case long name of a header, however it was written. */
export function headerKey(name: string): string {
  const lower = name.toLowerCase()
  return lower.length === 1 ? (compactForms.get(lower) ?? lower) : lower
}

/** `token` of RFC 3261 §25.1: what method and header names are made of. */
const tokenPattern = /^[A-Za-z0-9\-.!%*_+`'~]+$/
export const isToken = (text: string): boolean => tokenPattern.test(text)
