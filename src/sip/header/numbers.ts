/** As many digits as 2^32 has. */
const mostDigits = 10

/** One to ten digits and nothing else. Several values of every message are read by this: no expression. */
export function decimal(value: string): number | undefined {
  const { length } = value
  if (length === 0 || length > mostDigits) return undefined
  let number = 0
  for (let at = 0; at < length; at++) {
    const digit = value.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return undefined
    number = number * 10 + digit
  }
  return number
}

/** delta-seconds and the like are read up to here (RFC 3261 §20.19); values beyond it are attacks on 32-bit numbers. */
const highestSeconds = 2 ** 32 - 1

/** At most 2^32-1: Expires, Min-Expires, the `expires` of a Contact. */
export function parseSeconds(value: string): number | undefined {
  const seconds = decimal(value)
  return seconds !== undefined && seconds <= highestSeconds ? seconds : undefined
}

/** 0 to 255, leading zeros allowed (RFC 3261 §20.22, RFC 4475 §3.1.1.1). */
export function parseMaxForwards(value: string): number | undefined {
  const hops = decimal(value)
  return hops !== undefined && hops <= 255 ? hops : undefined
}

/** 0 to 1 with at most three decimals (RFC 3261 §25.1 qvalue). */
export const isQvalue = (text: string): boolean => /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text)
