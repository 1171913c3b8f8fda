export interface CSeq {
  readonly sequence: number
  readonly method: string
}

/** The number must fit 31 bits (RFC 3261 §8.1.1.5). */
const highest = 2 ** 31 - 1
/** More digits are no number that anybody means, leading zeros included. */
const mostDigits = 32

/** `undefined` unless there is a number in range, then blanks, then a method. Every message passes here: no expression. */
export function parseCSeq(value: string): CSeq | undefined {
  let sequence = 0
  let at = 0
  for (let code = value.charCodeAt(0); code >= 48 && code <= 57; code = value.charCodeAt(++at)) {
    sequence = sequence * 10 + code - 48
  }
  if (at === 0 || at > mostDigits || sequence > highest || !isBlank(value.charCodeAt(at))) return undefined
  while (isBlank(value.charCodeAt(at))) at++
  const method = value.slice(at)
  return method === '' || /\s/.test(method) ? undefined : { sequence, method }
}

const isBlank = (code: number): boolean => code === 32 || code === 9
