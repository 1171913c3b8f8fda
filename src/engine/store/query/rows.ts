import { RpcError } from '../../../contract/rpc/error.ts'
import type { Position } from './events.ts'
import { firstOf } from './first-of.ts'

export interface PageRequest {
  readonly sort?: { readonly by: string; readonly descending: boolean } | undefined
  readonly cursor?: string | undefined
  /** Rows to be passed over. */
  readonly offset?: number | undefined
  readonly limit: number
}

export const positionOf = (keys: readonly number[] | undefined): Position | undefined => {
  const [time, id] = keys ?? []
  return time === undefined || id === undefined ? undefined : { time, id }
}

/** What a page is sorted by. @throws RpcError `bad-request` for what the tab cannot be sorted by. */
export function sortOf<By extends string>(
  { sort }: PageRequest,
  known: readonly By[],
  usual: By,
): { readonly by: By; readonly descending: boolean } {
  if (!sort) return { by: usual, descending: true }
  const by = known.find((each) => each === sort.by)
  if (by === undefined) throw new RpcError('bad-request', `this list cannot be sorted by ${sort.by}`)
  return { by, descending: sort.descending }
}

/** Sorts by one key and then by id, and cuts out the page behind a place. Keys are numbers. */
export function pageBy<Row extends { readonly id: number }>(
  rows: readonly Row[],
  keyOf: (row: Row) => number,
  descending: boolean,
  after: readonly number[] | undefined,
  { limit, offset = 0 }: Pick<PageRequest, 'limit' | 'offset'>,
): { readonly shown: readonly Row[]; readonly next: readonly [number, number] | undefined } {
  const [keys, ids] = [new Float64Array(rows.length), new Float64Array(rows.length)]
  rows.forEach((row, at) => {
    keys[at] = keyOf(row)
    ids[at] = row.id
  })
  const sign = descending ? -1 : 1
  const order = (a: number, b: number): number =>
    sign * ((keys[a] ?? 0) - (keys[b] ?? 0) || (ids[a] ?? 0) - (ids[b] ?? 0))
  const [key = 0, id = 0] = after ?? []
  const isLeft = (at: number): boolean =>
    after === undefined || sign * ((keys[at] ?? 0) - key || (ids[at] ?? 0) - id) > 0
  const left = Uint32Array.from(rows.keys()).filter(isLeft)
  const shown = firstOf(left, offset + limit, order).subarray(offset)
  const last = left.length > offset + limit ? shown.at(-1) : undefined
  return {
    shown: Array.from(shown).flatMap((at) => rows[at] ?? []),
    next: last === undefined ? undefined : [keys[last] ?? 0, ids[last] ?? 0],
  }
}
