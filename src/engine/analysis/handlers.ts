import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Workspace } from '../workspace.ts'

type AnalysisHandlers = Pick<ConsoleCallHandlers, 'analysis.status' | 'analysis.start' | 'analysis.cancel'>

export const analysisHandlers = ({ reanalysis, store }: Workspace): AnalysisHandlers => ({
  'analysis.status': () => reanalysis.status(),
  'analysis.start': () => {
    if (store.health.error !== undefined)
      throw new RpcError('read-only', `nothing can be changed: ${store.health.error}`)
    reanalysis.start()
    return reanalysis.status()
  },
  'analysis.cancel': () => {
    reanalysis.cancel()
    return reanalysis.status()
  },
})
