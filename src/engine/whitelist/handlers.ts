import { randomUUID } from 'node:crypto'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { requireNetwork } from '../blacklist/draft.ts'
import type { Workspace } from '../workspace.ts'
import { listEntries } from './entries.ts'

type WhitelistHandlers = Pick<ConsoleCallHandlers, 'whitelist.add' | 'whitelist.remove'>

export function whitelistHandlers({ blacklist, now }: Workspace): WhitelistHandlers {
  return {
    'whitelist.add': async ({ value, reason, duration }) => {
      const id = randomUUID()
      const body = { value: requireNetwork(value).text, reason, expiresAt: Math.floor(now() + duration) }
      return { id, ...(await blacklist.act('whitelist.added', id, body)) }
    },
    'whitelist.remove': ({ id, reason }) => {
      if (!listEntries(blacklist, now()).some((entry) => entry.id === id))
        throw new RpcError('not-found', `there is no whitelist entry ${id}`)
      return blacklist.act('whitelist.removed', id, { reason })
    },
  }
}
