/** delta-seconds and the like are read up to here (RFC 3261 §20.19); values beyond it are attacks on 32-bit numbers. */
const highestSeconds = 2 ** 32 - 1

/** Digits alone, at most 10 of them and at most 2^32-1: Expires, Min-Expires, the `expires` of a Contact. */
export function parseSeconds(value: string): number | undefined {
  const seconds = /^\d{1,10}$/.test(value) ? Number(value) : Infinity
  return seconds <= highestSeconds ? seconds : undefined
}

/** 0 to 255, leading zeros allowed (RFC 3261 §20.22, RFC 4475 §3.1.1.1). */
export function parseMaxForwards(value: string): number | undefined {
  const hops = /^\d{1,10}$/.test(value) ? Number(value) : Infinity
  return hops <= 255 ? hops : undefined
}

/** 0 to 1 with at most three decimals (RFC 3261 §25.1 qvalue). */
export const isQvalue = (text: string): boolean => /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text)
