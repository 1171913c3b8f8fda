import { randomUUID } from 'node:crypto'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { parseNetwork } from '../../contract/ledger/address.ts'
import type { RecordBody } from '../../contract/ledger/intent.ts'
import { order as orderShape, type Order } from '../../contract/ledger/order.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { LedgerReader } from '../store/ledger-mirror.ts'
import type { Workspace } from '../workspace.ts'
import { asking } from './asking.ts'
import { draftBan } from './draft.ts'
import { feedStatus } from './status.ts'

type BlacklistHandlers = Pick<
  ConsoleCallHandlers,
  | 'ban.propose'
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
    const queued = blacklist.queue.all().some((item) => item.signed.intent.subject === id)
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
    'ban.propose': (params) => propose(params, workspace),
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
function approvalOf(ledger: LedgerReader, id: string): RecordBody<'ban.approved'> {
  const proposal = ledger.recordsAbout(id).find(({ intent }) => intent.kind === 'ban.proposed')
  return proposal ? { proposal: proposal.hash } : {}
}

interface Proposal {
  readonly address: string
  readonly reason: string
  readonly duration: number
  readonly confirmation?: string | undefined
}

async function propose(
  { address: text, reason, duration, confirmation }: Proposal,
  workspace: Workspace,
): Promise<{ id: string; queued: boolean }> {
  const draft = draftBan(text, workspace.reading())
  const { address, proof, messages, dialogs, sensors, verdict } = draft
  const refusal = draft.refusals[0]
  if (refusal) throw new RpcError('refused', refusal.message, refusal.code)
  const typed = parseNetwork(confirmation ?? '')?.text
  if (draft.concerns.length > 0 && typed !== address)
    throw new RpcError('refused', `type ${address} again to confirm`, 'confirmation')
  const id = randomUUID()
  const { queued } = await workspace.blacklist.act('ban.proposed', id, {
    address,
    reason,
    duration,
    proof,
    counts: { messages, dialogs, sensors },
    verdict: { severity: verdict.severity, reasons: verdict.reasons.slice(0, 3).map((each) => each.slice(0, 300)) },
    evidence: draft.evidence.map(({ time, sensor, sha256, summary, role }) => ({
      time,
      sensor,
      sha256,
      summary,
      role,
    })),
    ...(typed === undefined ? {} : { confirmation: typed }),
  })
  return { id, queued }
}
