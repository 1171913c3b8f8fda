import { randomUUID } from 'node:crypto'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Workspace } from '../workspace.ts'
import { findEntry } from './entries.ts'
import { canonicalValue } from './value.ts'

type WhitelistHandlers = Pick<ConsoleCallHandlers, 'whitelist.add' | 'whitelist.change' | 'whitelist.remove'>

export function whitelistHandlers({ blacklist, now }: Workspace): WhitelistHandlers {
  const known = (id: string): string => {
    const entry = findEntry(blacklist, id, now())
    if (!entry) throw new RpcError('not-found', `there is no whitelist entry ${id}`)
    if (entry.state === 'refused') throw new RpcError('bad-request', 'the feed refused this entry: it can be discarded')
    return id
  }
  const expiresIn = (duration: number): number => Math.floor(now() + duration)
  return {
    'whitelist.add': async ({ value: text, match, mode, reason, duration, owner }) => {
      const id = randomUUID()
      const value = canonicalValue(text, match)
      // What every feed takes for granted is left out: one from before there were modes understands the entry too.
      const more = {
        ...(match === 'network' ? {} : { match }),
        ...(mode === 'block' ? {} : { mode }),
        ...(owner === undefined ? {} : { owner }),
      }
      return {
        id,
        ...(await blacklist.act('whitelist.added', id, { value, reason, expiresAt: expiresIn(duration), ...more })),
      }
    },
    'whitelist.change': ({ id, reason, duration, mode }) =>
      blacklist.act('whitelist.changed', known(id), {
        reason,
        ...(duration === undefined ? {} : { expiresAt: expiresIn(duration) }),
        ...(mode === undefined ? {} : { mode }),
      }),
    'whitelist.remove': ({ id, reason }) => blacklist.act('whitelist.removed', known(id), { reason }),
  }
}
