import type { Reader } from '../connection.ts'

/** Bytes that a row takes with its share of indexes, measured on 2 million messages of the bench's traffic. */
export const bytesOf = { event: 130, rollup: 18, source: 1_500 } as const
/** A block's row and the unused rest of its last page. */
export const blockOverhead = 1.12

const used = `
  SELECT (pages.page_count - unused.freelist_count) * size.page_size AS used, unused.freelist_count * size.page_size AS free
  FROM pragma_page_count() pages, pragma_freelist_count() unused, pragma_page_size() size`

/** Bytes of the database that hold something, and those that are free to be used again. */
export const sizesOf = (reader: Reader): { readonly used: number; readonly free: number } =>
  reader.get<{ used: number; free: number }>(used) ?? { used: 0, free: 0 }
