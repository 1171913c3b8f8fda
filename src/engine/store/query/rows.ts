import { RpcError } from '../../../contract/rpc/error.ts'
import type { Position } from './events.ts'

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
  const sign = descending ? -1 : 1
  const order = (a: readonly [number, number], b: readonly [number, number]): number =>
    sign * (a[0] - b[0] || a[1] - b[1])
  const place = (row: Row): readonly [number, number] => [keyOf(row), row.id]
  const keyed = rows.map((row) => ({ row, key: place(row) }))
  const [key = 0, id = 0] = after ?? []
  const left = after ? keyed.filter((each) => order(each.key, [key, id]) > 0) : keyed
  left.sort((a, b) => order(a.key, b.key))
  const shown = left.slice(offset, offset + limit)
  return { shown: shown.map(({ row }) => row), next: left.length > offset + limit ? shown.at(-1)?.key : undefined }
}
