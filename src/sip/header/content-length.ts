import { decimal } from './numbers.ts'

/**
 * Content-Length as digits only (RFC 3261 §20.14), blanks around them already cut off.
 * `undefined` for anything else, negative numbers and words included.
 */
export const parseContentLength = (value: string): number | undefined => decimal(value)
