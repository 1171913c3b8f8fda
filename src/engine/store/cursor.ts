import { RpcError } from '../../contract/rpc/error.ts'

/** The place in a list after a row: the row's sort keys. */
export const cursorAfter = (...keys: readonly number[]): string => keys.join('_')

/** @throws RpcError `bad-request` on anything that `cursorAfter` did not make. */
export function readCursor(cursor: string | undefined, length: number): readonly number[] | undefined {
  if (cursor === undefined) return undefined
  const keys = cursor.split('_').map(Number)
  if (keys.length === length && keys.every(Number.isFinite)) return keys
  throw new RpcError('bad-request', 'this place in the list does not exist')
}

/** A page from one row more than was asked for. @param place where to read on after a row. */
export function pageOf<Stored, Row>(
  stored: readonly Stored[],
  limit: number,
  place: (row: Stored) => string,
  make: (rows: readonly Stored[]) => readonly Row[],
): { readonly rows: readonly Row[]; readonly next?: string } {
  const shown = stored.slice(0, limit)
  const last = shown.at(-1)
  const rows = make(shown)
  return stored.length > limit && last !== undefined ? { rows, next: place(last) } : { rows }
}
