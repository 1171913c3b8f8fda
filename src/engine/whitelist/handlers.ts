import { randomUUID } from 'node:crypto'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { WhitelistEntry, WhitelistTerms } from '../../contract/console/whitelist.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Workspace } from '../workspace.ts'
import { findEntry } from './entries.ts'
import { canonicalValue } from './value.ts'

type WhitelistHandlers = Pick<ConsoleCallHandlers, 'whitelist.add' | 'whitelist.change' | 'whitelist.remove'>

export function whitelistHandlers({ blacklist, now }: Workspace): WhitelistHandlers {
  const found = (id: string): WhitelistEntry => {
    const entry = findEntry(blacklist, id, now())
    if (!entry) throw new RpcError('not-found', `there is no whitelist entry ${id}`)
    if (entry.state === 'refused') throw new RpcError('bad-request', 'the feed refused this entry: it can be discarded')
    return entry
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
    'whitelist.change': async ({ id, reason, duration, expiresAt: end, mode, was }) => {
      const entry = found(id)
      if (was) requireAsItWas(entry, was)
      const expiresAt = duration === undefined ? end : expiresIn(duration)
      const terms = { ...(expiresAt === undefined ? {} : { expiresAt }), ...(mode === undefined ? {} : { mode }) }
      const { queued } = await blacklist.act('whitelist.changed', id, { reason, ...terms })
      return { mode: entry.mode, expiresAt: entry.expiresAt, ...terms, queued }
    },
    'whitelist.remove': ({ id, reason }) => blacklist.act('whitelist.removed', found(id).id, { reason }),
  }
}

/** What waits is ours, and comes before the way back from it; what the feed recorded may be a colleague's. */
function requireAsItWas({ mode, expiresAt, pending, error }: WhitelistEntry, was: WhitelistTerms): void {
  if (pending === 'change' && error === undefined) return
  if (mode === was.mode && expiresAt === was.expiresAt) return
  throw new RpcError('conflict', 'the entry was changed again since, or the change was refused: look at it first')
}
