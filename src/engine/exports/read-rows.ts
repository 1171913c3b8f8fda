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

/** Rows of one page; as many as a call may ask for. */
const pageLength = 500

export type Asking = Pick<Workspace, 'readers' | 'live'>

/**
 * Every row of a tab that matches, page by page, read by the threads that answer the screens: they stay free between the
 * pages, and a read is given up when the export is.
 */
export async function* pagesOf<Tab extends ExploreTab>(
  { readers, live }: Asking,
  { query, tab, sort }: RowsWanted<Tab>,
  signal: AbortSignal,
): AsyncGenerator<readonly FoundRows[Tab][]> {
  let cursor: string | undefined
  do {
    const params = { query, sort, cursor, limit: pageLength }
    const answer = await readers.ask(`explore.${tab}`, params, { live: live(), signal })
    const page = answer as FoundPage<FoundRows[Tab]>
    yield page.rows
    cursor = page.next
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
