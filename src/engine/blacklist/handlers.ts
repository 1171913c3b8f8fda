import { randomUUID } from 'node:crypto'
import type { BanRow } from '../../contract/console/bans.ts'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { BanState } from '../../contract/console/vocabulary.ts'
import { parseNetwork } from '../../contract/ledger/address.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { verdictOf } from '../sources/verdict.ts'
import type { Workspace } from '../workspace.ts'
import { draftBan, type DraftSources } from './draft.ts'
import { locateIn } from './evidence.ts'
import { FeedRefusal, FeedUnreachable } from './feed-http.ts'
import { banRow, queuedRow } from './rows.ts'
import { feedStatus } from './status.ts'

type BlacklistHandlers = Pick<
  ConsoleCallHandlers,
  | 'bans.list'
  | 'ban.draft'
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
  const { blacklist, changes } = workspace
  const known = (id: string): string => {
    const queued = blacklist.queue.all().some((item) => item.signed.intent.subject === id)
    if (queued || blacklist.ledger.ban(id)) return id
    throw new RpcError('not-found', `there is no ban ${id}`)
  }
  return {
    'bans.list': (filter) => listBans(workspace, filter),
    'ban.draft': ({ address }) => draftBan(address, draftSources(workspace)),
    'ban.propose': (params) => propose(params, draftSources(workspace)),
    'ban.approve': ({ id }) => blacklist.act('ban.approved', known(id), {}),
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
        const { key } = await http.addSubscriber(name)
        changes.publish('feed')
        return { key, url: new URL(`/api/${key}/banned`, http.address.url).href }
      }),
    'feed.removeSubscriber': ({ id }) =>
      asking(async () => {
        await blacklist.client.http().removeSubscriber(id)
        changes.publish('feed')
      }),
  }
}

/** Made anew for each call: only once the feed was reached is it known whether it is a demo's. */
const draftSources = ({ store, blacklist, kind, now }: Workspace): DraftSources => ({
  reader: store.reader,
  blacklist,
  demo: blacklist.client.state().info?.demo ?? kind === 'demo',
  verdict: (address) => verdictOf(store.reader, address),
  now: now(),
})

interface Proposal {
  readonly address: string
  readonly reason: string
  readonly duration: number
  readonly confirmation?: string | undefined
}

async function propose(
  { address: text, reason, duration, confirmation }: Proposal,
  sources: DraftSources,
): Promise<{ id: string; queued: boolean }> {
  const draft = draftBan(text, sources)
  const { address, proof, messages, dialogs, sensors, verdict } = draft
  const refusal = draft.refusals[0]
  if (refusal) throw new RpcError('refused', refusal.message, refusal.code)
  const typed = parseNetwork(confirmation ?? '')?.text
  if (draft.concerns.length > 0 && typed !== address)
    throw new RpcError('refused', `type ${address} again to confirm`, 'confirmation')
  const id = randomUUID()
  const { queued } = await sources.blacklist.act('ban.proposed', id, {
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

interface Filter {
  readonly states?: readonly BanState[] | undefined
  readonly address?: string | undefined
}

export function listBans({ store, blacklist }: Workspace, { states, address }: Filter): readonly BanRow[] {
  const { ledger, queue } = blacklist
  const waiting = queue.all()
  const sources = { mirror: ledger, waiting, locate: locateIn(store.reader) }
  const queued = waiting.flatMap((item) => queuedRow(item, sources) ?? [])
  const stored = ledger.bans({
    ...(states === undefined
      ? {}
      : { states: states.flatMap((state) => (state === 'held' ? ['approved', state] : state)) }),
    ...(address === undefined ? {} : { address }),
  })
  return [
    ...queued.filter(
      (row) => (address === undefined || row.address === address) && (states?.includes('queued') ?? true),
    ),
    ...stored.map((ban) => banRow(ban, sources)),
  ]
}

/** Things that cannot wait in the outbox: they need the feed's answer now. */
async function asking<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof FeedRefusal) throw new RpcError('refused', error.message, error.code)
    if (error instanceof FeedUnreachable)
      throw new RpcError('unavailable', `the feed is out of reach: ${error.message}`)
    throw error
  }
}
