import { hexText, textHash } from '../fingerprint/body-habits.ts'
import { isFieldName, type FieldName } from '../fingerprint/write.ts'
import type { Structure } from '../fingerprint/structure.ts'
import type { Matcher } from './table.ts'

export type Test = (structure: Structure) => boolean

/** Fields that a matcher may name besides those of the fingerprint: the name of the session, a part of `body`. */
export const sessionField = 'session'

/**
 * Expressions run over a field of the fingerprint, never over what an attacker wrote: a field is short and made of
 * letters of our own.
 *
 * @throws Error on a matcher that names no field, or says neither or both of what to compare.
 */
export function compileMatcher({ field, matches, value }: Matcher): Test {
  const read = reader(field)
  if (matches !== undefined && value === undefined) {
    const pattern = new RegExp(matches)
    return (structure) => pattern.test(read(structure))
  }
  if (value === undefined || matches !== undefined) throw new Error(`matcher of ${field}: one of matches and value`)
  const hash = hexText(textHash(value))
  return (structure) => read(structure) === hash
}

function reader(field: string): (structure: Structure) => string {
  if (field === sessionField) return ({ fields }) => fields.body.slice(fields.body.lastIndexOf(' ') + 1)
  if (!isFieldName(field)) throw new Error(`a fingerprint has no field ${field}`)
  const name: FieldName = field
  return ({ fields }) => fields[name]
}
