import type { Filter } from './filter.ts'

export const everything: Filter = { kind: 'everything' }

/** All of them hold; brackets that change nothing are left out. */
export function allOf(parts: readonly Filter[]): Filter {
  const flat = parts.flatMap((part) => (part.kind === 'and' ? part.parts : [part]))
  const telling = flat.filter(({ kind }) => kind !== 'everything')
  const [first = everything, ...more] = telling
  return more.length === 0 ? first : { kind: 'and', parts: telling }
}

/** One of them holds; `parts` must not be empty. */
export function anyOf(parts: readonly Filter[]): Filter {
  const flat = parts.flatMap((part) => (part.kind === 'or' ? part.parts : [part]))
  const [first = everything, ...more] = flat
  if (flat.some(({ kind }) => kind === 'everything')) return everything
  return more.length === 0 ? first : { kind: 'or', parts: flat }
}

export const negated = (part: Filter): Filter => ({ kind: 'not', part })
