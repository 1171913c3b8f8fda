export interface CSeq {
  readonly sequence: number
  readonly method: string
}

/** The number must fit 31 bits (RFC 3261 §8.1.1.5). */
const highest = 2 ** 31 - 1

/** `undefined` unless there is a number in range and a method. */
export function parseCSeq(value: string): CSeq | undefined {
  const [, digits = '', method = ''] = /^(\d{1,32})[ \t]+(\S+)$/.exec(value) ?? []
  const sequence = Number(digits)
  return method && sequence <= highest ? { sequence, method } : undefined
}
