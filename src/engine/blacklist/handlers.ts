import { randomUUID } from 'node:crypto'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { RecordBody } from '../../contract/ledger/intent.ts'
import { order as orderShape, type Order } from '../../contract/ledger/order.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { LedgerReader } from '../store/ledger-mirror.ts'
import type { Workspace } from '../workspace.ts'
import { asking } from './feed/asking.ts'
import { feedStatus } from './feed/status.ts'

type BlacklistHandlers = Pick<
  ConsoleCallHandlers,
  | 'ban.approve'
  | 'ban.reject'
  | 'ban.withdraw'
  | 'ban.revoke'
  | 'ban.discard'
  | 'feed.status'
  | 'feed.addSubscriber'
  | 'feed.removeSubscriber'
>

export function blacklistHandlers(workspace: Workspace): BlacklistHandlers {
  const { blacklist, changes, now } = workspace
  const known = (id: string): string => {
    const queued = blacklist.queue.mentions(id)
    if (queued || blacklist.ledger.ban(id)) return id
    throw new RpcError('not-found', `there is no ban ${id}`)
  }
  const order = (action: Order['action'], subject: string) => {
    const made = {
      version: 1 as const,
      id: randomUUID(),
      time: now(),
      author: blacklist.identity.key,
      action,
      subject: subject.toWellFormed(),
    }
    return blacklist.identity.signOrder(orderShape.parse(made))
  }
  return {
    'ban.approve': ({ id }) => blacklist.act('ban.approved', known(id), approvalOf(blacklist.ledger, id)),
    'ban.reject': ({ id, reason }) => blacklist.act('ban.rejected', known(id), { reason }),
    'ban.withdraw': ({ id }) => blacklist.act('ban.withdrawn', known(id), { reason: '' }),
    'ban.revoke': ({ id, reason }) => blacklist.act('ban.revoked', known(id), { reason }),
    'ban.discard': ({ id }) => {
      if (blacklist.queue.discard(id) === 0) throw new RpcError('not-found', 'no refused action to discard')
      changes.publish('bans')
      changes.publish('whitelist')
    },
    'feed.status': () => feedStatus(blacklist),
    'feed.addSubscriber': ({ name }) =>
      asking(async () => {
        const http = blacklist.client.http()
        const { key } = await http.addSubscriber(order('subscriber.add', name))
        changes.publish('feed')
        return { key, url: new URL(`/api/${key}/banned`, http.address.url).href }
      }),
    'feed.removeSubscriber': ({ id }) =>
      asking(async () => {
        await blacklist.client.http().removeSubscriber(order('subscriber.remove', id))
        changes.publish('feed')
      }),
  }
}

/** Bound to the proposal that is shown here; one still in the outbox has no record yet. */
export function approvalOf(ledger: LedgerReader, id: string): RecordBody<'ban.approved'> {
  const proposal = ledger.recordsAbout(id).find(({ intent }) => intent.kind === 'ban.proposed')
  return proposal ? { proposal: proposal.hash } : {}
}
