/**
 * A set of row ids: 1 at every id that is in it. Ids are given in order from 1, so that a byte for each costs less than
 * any tree, and sets of hundreds of thousands are combined in a millisecond. An id behind its end is in no set.
 */
export type IdSet = Uint8Array

/** @param length one more than the greatest id there is. */
export function setOf(ids: Iterable<number>, length: number): IdSet {
  const set = new Uint8Array(length)
  for (const id of ids) if (id > 0 && id < length) set[id] = 1
  return set
}

export const has = (set: IdSet, id: number): boolean => set[id] === 1

export function complement(set: IdSet): IdSet {
  const result = new Uint8Array(set.length)
  for (let id = 1; id < set.length; id += 1) result[id] = set[id] === 1 ? 0 : 1
  return result
}

export function intersection(a: IdSet, b: IdSet): IdSet {
  const result = new Uint8Array(Math.max(a.length, b.length))
  for (let id = Math.min(a.length, b.length) - 1; id > 0; id -= 1) result[id] = (a[id] ?? 0) & (b[id] ?? 0)
  return result
}

export function union(a: IdSet, b: IdSet): IdSet {
  const result = new Uint8Array(Math.max(a.length, b.length))
  for (let id = result.length - 1; id > 0; id -= 1) result[id] = (a[id] ?? 0) | (b[id] ?? 0)
  return result
}

export function sizeOf(set: IdSet): number {
  let size = 0
  for (const bit of set) size += bit
  return size
}

export const isEmpty = (set: IdSet): boolean => set.indexOf(1) < 0
export const isFull = (set: IdSet): boolean => set.indexOf(0, 1) < 0

/** In ascending order; at most `most` of them. */
export function idsOf(set: IdSet, most = Infinity): number[] {
  const ids: number[] = []
  for (let id = set.indexOf(1); id >= 0 && ids.length < most; id = set.indexOf(1, id + 1)) ids.push(id)
  return ids
}
