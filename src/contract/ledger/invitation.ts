/**
 * The code by which an invited colleague enrols: 16 characters of Crockford's base 32 (80 random bits), shown in groups
 * of four. Its hash stands in the ledger, where everybody with the console token reads it, so it must be too long to be
 * guessed from that.
 */
const characters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 16

/** @param random gives so many random bytes. @returns a new code as people read it: `XXXX-XXXX-XXXX-XXXX`. */
export function newCode(random: (bytes: number) => Iterable<number>): string {
  const code = [...random(length)].map((byte) => characters[byte % characters.length]).join('')
  return code.replace(/.{4}(?=.)/g, '$&-')
}

/** Milliseconds that an invitation may stay open. */
export const longestInvitation = 24 * 3_600_000

/** Forgives what is misread: case, spaces, hyphens, O for 0, I and L for 1. The result is what gets hashed. */
export function normalCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
}
