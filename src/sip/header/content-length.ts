/**
 * Content-Length as digits only (RFC 3261 §20.14), blanks around them already cut off.
 * `undefined` for anything else, negative numbers and words included.
 */
export function parseContentLength(value: string): number | undefined {
  return /^\d{1,10}$/.test(value) ? Number(value) : undefined
}
