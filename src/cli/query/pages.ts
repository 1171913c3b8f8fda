import type { ExploreTab, FoundPage, FoundRows, Query } from '../../contract/console/explore.ts'
import { onlyNew, pageRows } from '../../engine/exports/read-rows.ts'
import type { Context } from '../command.ts'
import type { Ask } from '../reading.ts'

export interface Listing {
  readonly query: Query
  readonly sort: { readonly by: string; readonly descending: boolean } | undefined
  /** Rows wanted; may be infinite. */
  readonly limit: number
}

export interface Pages<Tab extends ExploreTab> {
  readonly rows: readonly FoundRows[Tab][]
  /** Whether there are further rows behind the limit. */
  readonly more: boolean
  /** Matches looked at, when the counts of this list are not of all; of numbers the newest. */
  readonly newest?: number
}

/** Reads a tab page by page as far as it is wanted. A page may be empty while others follow. */
export async function* pagesOf<Tab extends ExploreTab>(
  ask: Ask,
  tab: Tab,
  listing: Listing,
): AsyncGenerator<Pages<Tab>> {
  const { query, sort, limit } = listing
  const fresh = onlyNew(tab)
  let left = limit
  let cursor: string | undefined
  do {
    const params = { query, sort, cursor, offset: undefined, limit: Math.min(pageRows[tab], left) }
    const page = (await ask(`explore.${tab}`, params as never)) as unknown as FoundPage<FoundRows[Tab]>
    const rows = fresh(page.rows)
    left -= rows.length
    cursor = page.next
    const cut = cursor === undefined && !page.complete ? page.newest : undefined
    yield { rows, more: cursor !== undefined, ...(cut === undefined ? {} : { newest: cut }) }
  } while (cursor !== undefined && left > 0)
}

/** How many rows a tab has; undefined in `context` nothing is printed. @returns also whether that is all of them. */
export async function countRows(
  ask: Ask,
  tab: ExploreTab,
  query: Query,
  { progress }: Pick<Context, 'progress'>,
): Promise<{ readonly count: number; readonly complete: boolean }> {
  let count = 0
  let complete = true
  for await (const { rows, newest } of pagesOf(ask, tab, { query, sort: undefined, limit: Infinity })) {
    count += rows.length
    complete &&= newest === undefined
    progress.show(`${count.toLocaleString('en-US')} ${tab} so far`)
  }
  return { count, complete }
}
