import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { Query } from '../../src/contract/console/explore.ts'
import type { Ask } from './page.ts'

const most = 20
const zone = 'UTC'

/** Numbers that were dialled, each asked for by its core: its hits, and the first page of the dialogs that dialled it. */
export async function numberPages(client: ConsoleClient): Promise<readonly Ask[]> {
  const all: Query = { filter: 'num:*', zone, answers: false }
  const { rows } = await client.call('explore.numbers', { query: all, limit: most })
  return rows.map(({ core }) => {
    const query: Query = { filter: `num:${core}`, zone, answers: false }
    return {
      name: core,
      ask: (asked) => Promise.all([asked.call('explore.check', { query }), asked.call('explore.dialogs', { query })]),
    }
  })
}
