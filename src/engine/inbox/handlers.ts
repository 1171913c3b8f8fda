import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { contains, parseNetwork } from '../../contract/ledger/address.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { provenHosts } from '../store/banned-hosts.ts'
import type { Reader } from '../store/connection.ts'
import { guardedWrite } from '../store/guarded.ts'
import { addMarks, takeBack, type Marked } from '../store/inbox/marks.ts'
import type { Workspace } from '../workspace.ts'

const year = 366 * 86_400_000

/** Putting away what waits, and bringing it back. Marks are this console's own: the team does not hear of them. */
export function inboxHandlers({
  store,
  changes,
  now,
}: Pick<Workspace, 'store' | 'changes' | 'now'>): Pick<ConsoleCallHandlers, 'inbox.mark' | 'inbox.undo'> {
  const change = <Result>(write: () => Result): Result => {
    const result = guardedWrite(store, write)
    changes.publish('inbox')
    return result
  }
  return {
    'inbox.mark': (asked) => {
      const at = now()
      const until = asked.mark === 'snoozed' ? { until: asked.until } : {}
      if (until.until !== undefined && (until.until <= at || until.until > at + year))
        throw new RpcError('bad-request', 'snooze until a time ahead, at most a year')
      const marked = markedOf(store.reader, asked.subjects)
      return change(() => addMarks(store.writer, { mark: asked.mark, at, ...until }, marked))
    },
    'inbox.undo': ({ act }) => change(() => ({ changed: takeBack(store.writer, act) })),
  }
}

/** In canonical form, and of a range how many of its hosts are banned now. */
function markedOf(reader: Reader, subjects: readonly string[]): readonly Marked[] {
  const networks = subjects.map((text) => parseNetwork(text))
  const hosts = networks.some((network) => network?.text.includes('/'))
    ? provenHosts(reader).flatMap(({ address }) => parseNetwork(address) ?? [])
    : []
  return subjects.map((text, at) => {
    const network = networks[at]
    if (!network?.text.includes('/')) return { subject: network?.text ?? text }
    return { subject: network.text, hosts: hosts.filter((host) => contains(network, host)).length }
  })
}
