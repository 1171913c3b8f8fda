import { hexFigure } from './identifiers.ts'

/** Offset of the `@` in a Call-ID, or its end: what stands behind it is an address and not the generator's. */
export function hostOf(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) if (bytes[at] === 64) return at
  return to
}

export function isSame(bytes: Uint8Array, from: number, to: number, from2: number, to2: number): boolean {
  const size = to - from
  if (size < 8 || size !== to2 - from2) return false
  for (let at = 0; at < size; at++) if (bytes[from + at] !== bytes[from2 + at]) return false
  return true
}

/** Whether a hexadecimal text is the same number as a decimal one, both below 2^32. */
export function isSameNumber(bytes: Uint8Array, from: number, to: number, from2: number, to2: number): boolean {
  if (to === from || to - from > 8 || to2 === from2 || to2 - from2 > 10) return false
  return numberIn(bytes, from, to, 16) === numberIn(bytes, from2, to2, 10)
}

function numberIn(bytes: Uint8Array, from: number, to: number, base: number): number {
  let value = 0
  for (let at = from; at < to; at++) value = value * base + hexFigure(bytes[at] ?? 0)
  return value
}
