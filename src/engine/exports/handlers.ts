import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Checked, ExploreTab, Hits } from '../../contract/console/explore.ts'
import type { Workspace } from '../workspace.ts'
import { createExports } from './exports.ts'

type ExportHandlers = Pick<ConsoleCallHandlers, 'export.start' | 'export.get' | 'export.piece' | 'export.remove'>

/** Export of what Explore found. */
export function exportHandlers(workspace: Workspace): ExportHandlers {
  const exports = createExports(workspace)
  return {
    'export.start': async ({ query, tab, sort, format }, { signal }) => {
      const live = workspace.live()
      const checked = (await workspace.readers.ask('explore.check', { query }, { live, signal })) as Checked
      if (!checked.ok) throw new RpcError('bad-request', checked.problems[0]?.message ?? 'this filter cannot be read')
      return exports.start({ query, tab, sort }, format, totalOf(checked.hits, format === 'pcapng' ? 'messages' : tab))
    },
    'export.get': ({ id }) => exports.get(id),
    'export.piece': ({ id, offset }) => exports.piece(id, offset),
    'export.remove': ({ id }) => exports.remove(id),
  }
}

function totalOf({ complete, messages, sources, dialogs }: Hits, tab: ExploreTab): number | undefined {
  if (!complete) return undefined
  return { messages, sources, dialogs, numbers: undefined, fingerprints: undefined }[tab]
}
