import type { ExploreTab, FoundPage, FoundRows, Query } from '../../contract/console/explore.ts'
import type { DialogMessage } from '../../contract/console/dialogs.ts'
import { mostCompared } from '../../contract/console/dialogs.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Workspace } from '../workspace.ts'

export interface RowsWanted<Tab extends ExploreTab> {
  readonly query: Query
  readonly tab: Tab
  readonly sort: { readonly by: string; readonly descending: boolean } | undefined
}

/**
 * Rows read at once. Lists in order of time stream through small pages; for the others each page sums everything up
 * again, and rows of different pages may be of different moments.
 */
export const pageRows: Readonly<Record<ExploreTab, number>> = {
  messages: 500,
  dialogs: 500,
  sources: 5_000,
  numbers: 20_000,
  fingerprints: 20_000,
}

/** In order of time nothing comes twice: a dialog's newest match only becomes newer, its oldest older. */
const keyOf: { readonly [Tab in ExploreTab]: ((row: FoundRows[Tab]) => string) | undefined } = {
  messages: undefined,
  dialogs: undefined,
  sources: ({ address }) => address,
  numbers: ({ core }) => core,
  fingerprints: ({ text }) => text,
}

/** Leaves out rows that came on an earlier page: what they are sorted by may change between two pages. */
export function onlyNew<Tab extends ExploreTab>(tab: Tab): (rows: readonly FoundRows[Tab][]) => FoundRows[Tab][] {
  const keyIn = keyOf[tab]
  const seen = new Set<string>()
  if (!keyIn) return (rows) => [...rows]
  return (rows) =>
    rows.filter((row) => {
      const key = keyIn(row)
      return !seen.has(key) && seen.add(key)
    })
}

export type Asking = Pick<Workspace, 'readers' | 'live'>

export interface RowsPage<Tab extends ExploreTab> {
  readonly rows: readonly FoundRows[Tab][]
  /** Matches looked at, when the counts of this list are not of all; of numbers the newest. */
  readonly newest?: number
}

/**
 * Every row of a tab that matches, page by page, read by the threads that answer the screens: they stay free between the
 * pages, and a read is given up when the export is.
 */
export async function* pagesOf<Tab extends ExploreTab>(
  { readers, live }: Asking,
  { query, tab, sort }: RowsWanted<Tab>,
  signal: AbortSignal,
): AsyncGenerator<RowsPage<Tab>> {
  const fresh = onlyNew(tab)
  let cursor: string | undefined
  do {
    const params = { query, sort, cursor, limit: pageRows[tab] }
    const answer = await readers.ask(`explore.${tab}`, params, { live: live(), signal, patient: true })
    const { rows, next, complete, newest } = answer as FoundPage<FoundRows[Tab]>
    cursor = next
    const cut = next === undefined && !complete ? newest : undefined
    yield { rows: fresh(rows), ...(cut === undefined ? {} : { newest: cut }) }
  } while (cursor !== undefined)
}

/** Messages with their bytes, in the order of these ids; those that were deleted meanwhile are left out. */
export async function* messagesOf(
  asking: Asking,
  ids: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<readonly DialogMessage[]> {
  for (let at = 0; at < ids.length; at += mostCompared) {
    yield await storedOf(asking, ids.slice(at, at + mostCompared), signal)
  }
}

async function storedOf(
  asking: Asking,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<readonly DialogMessage[]> {
  try {
    const answer = await asking.readers.ask('messages.get', { ids }, { live: asking.live(), signal })
    return answer as readonly DialogMessage[]
  } catch (error) {
    if (!(error instanceof RpcError) || error.code !== 'not-found') throw error
    if (ids.length <= 1) return []
    const middle = Math.ceil(ids.length / 2)
    const [first, second] = [ids.slice(0, middle), ids.slice(middle)]
    return [...(await storedOf(asking, first, signal)), ...(await storedOf(asking, second, signal))]
  }
}
