import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Topic } from '../../contract/console/index.ts'
import {
  intent as intentShape,
  type Intent,
  type RecordBody,
  type RecordKind,
  type SignedIntent,
} from '../../contract/ledger/intent.ts'
import { createOffering } from '../campaigns/offering.ts'
import { guardedWrite } from '../store/guarded.ts'
import { beginCopyAnew, switchFeed } from '../store/feeds.ts'
import { ledgerMirrorStore, type LedgerMirrorStore } from '../store/ledger-mirror.ts'
import { ownAddresses } from '../store/own-addresses.ts'
import type { Store } from '../store/open.ts'
import type { OutboxStore } from '../store/outbox.ts'
import { showingOutbox } from '../store/team/outbox.ts'
import { createFeedClient, type FeedClient } from './feed/client.ts'
import type { FeedAddress } from './feed/http.ts'
import { lostByRestore } from './feed/restored.ts'
import type { Identity } from './feed/identity.ts'
import { createMirror, verifyStored } from './ledger/mirror.ts'
import { createOutbox, type Outbox } from './ledger/outbox.ts'

/** One action, not yet signed. */
export type Step = {
  [Kind in RecordKind]: { readonly kind: Kind; readonly subject: string; readonly body: RecordBody<Kind> }
}[RecordKind]

/** This console's side of the blacklist: its copy of the ledger, and the actions on their way to the feed. */
export interface Blacklist {
  readonly identity: Identity
  readonly ledger: LedgerMirrorStore
  readonly queue: OutboxStore
  readonly client: FeedClient
  /** What is wrong with our stored copy of the ledger, if anything. */
  readonly damage: () => string | undefined
  /** Checks that copy anew: every hash, link and signature. @returns what is wrong, as `damage` says from then on. */
  verify(signal: AbortSignal, checked: (seq: number) => void): Promise<string | undefined>
  /**
   * Signs and stores an action, then waits a moment for the feed. `queued` says that it is still on its way.
   * @throws RpcError `refused` with the feed's code as its reason.
   */
  act<Kind extends RecordKind>(kind: Kind, subject: string, body: RecordBody<Kind>): Promise<{ queued: boolean }>
  /** The same for several actions that are one to the analyst: all of them are stored, or none. */
  actAll(steps: readonly Step[]): Promise<{ queued: boolean }>
  sign(step: Step): SignedIntent
  /** Stores many signed actions at once, all or none, and sends them; see Outbox. @throws RpcError `read-only`. */
  sendMany: Outbox['postMany']
  /** Follows the feed at `address` from now on. */
  useFeed(address: FeedAddress): void
  feedLost(why: string): void
  /**
   * Stops following, and makes the copy of the ledger that of the feed with `key` (store/feeds.ts).
   * @param offerFrom the feed of which labels and campaigns will be offered to this one, if any.
   * @throws RpcError `read-only` when the disk does not take it; nothing has changed then, and no feed is followed.
   */
  switchTo(key: string | undefined, offerFrom?: string): Promise<void>
  /** Stops following, sets the copy of the ledger aside and begins another of the same feed. @throws as switchTo. */
  beginAnew(): Promise<void>
  close(): Promise<void>
}

export interface BlacklistOptions {
  readonly store: Store
  readonly identity: Identity
  readonly log: Logger
  readonly now: () => number
  readonly publish: (topic: Topic) => void
}

/** Milliseconds that an analyst's click waits for the feed's word. */
const patience = 2_000

export function createBlacklist({ store, identity, log, now, publish }: BlacklistOptions): Blacklist {
  const ledger = ledgerMirrorStore(store.writer)
  const queue = showingOutbox(store.writer, (intent) => topicsOf(intent).forEach(publish))
  const offerOwn = createOffering({ writer: store.writer, ledger, identity, log, now })
  const client = createFeedClient({
    identity,
    now,
    sensors: () => ownAddresses(store.writer).map(({ text }) => text),
    mirror: createMirror(ledger),
    log,
    lostByRestore: (http) => lostByRestore(http, ledger),
    onRecord: ({ intent }) => {
      topicsOf(intent).forEach(publish)
      if (intent.kind.startsWith('analyst.') && client.state().state === 'connected') offer(true)
    },
    onState: () => publish('feed'),
    onConnected: () => {
      offer(true)
      flush()
    },
  })
  const onFailure = (error: unknown): void => log.error({ err: error }, 'outbox failed')
  const outbox = createOutbox({
    store: queue,
    deliver: (signed) => client.deliver(signed),
    changed: () => (['bans', 'whitelist', 'feed'] as const).forEach(publish),
    patience,
    onFailure,
  })
  const offer = (caughtUp: boolean): void => {
    if (!offerOwn(caughtUp)) return
    ;(['labels', 'campaigns', 'feed'] as const).forEach(publish)
    if (caughtUp) flush()
  }
  const flush = (): void => void outbox.flush().catch(onFailure)

  const signedOf = ({ kind, subject, body }: Step): SignedIntent => {
    const made = { version: 1, id: randomUUID(), time: now(), author: identity.key, subject, kind, body }
    return identity.sign(intentShape.parse(made))
  }
  const keep = (signed: readonly SignedIntent[]): void =>
    guardedWrite(store, () => store.writer.transaction(() => signed.forEach((each) => queue.add(each))))
  const actAll = async (steps: readonly Step[]): Promise<{ queued: boolean }> => {
    const signed = steps.map(signedOf)
    keep(signed)
    const outcomes = await Promise.all(signed.map((each) => outbox.post(each)))
    const refused = outcomes.find((outcome) => outcome.kind === 'refused')
    if (refused) throw new RpcError('refused', refused.why.message, refused.why.code)
    return { queued: outcomes.some(({ kind }) => kind === 'waiting') }
  }
  // What was written down before there was a ledger for it is shown as ours from the start, whether its feed is there or not.
  offer(false)

  const verification = verifying(ledger, () => publish('feed'))
  const replaceCopy = async (change: () => void): Promise<void> => {
    await client.leave()
    await verification.stop()
    try {
      guardedWrite(store, change)
    } finally {
      verification.begin()
      everyTopic.forEach(publish)
    }
  }

  return {
    identity,
    ledger,
    queue,
    client,
    damage: verification.damage,
    verify: verification.again,
    act: (kind, subject, body) => actAll([{ kind, subject, body } as Step]),
    actAll,
    sign: signedOf,
    sendMany: (signed, ...rest) => {
      keep(signed)
      return outbox.postMany(signed, ...rest)
    },
    useFeed: (address) => client.connect(address),
    feedLost: (why) => client.lost(why),
    switchTo: (key, offerFrom) => replaceCopy(() => switchFeed(store.writer, key, offerFrom)),
    beginAnew: () => replaceCopy(() => beginCopyAnew(store.writer)),
    close: async () => {
      await client.close()
      await outbox.close()
      await verification.stop()
    },
  }
}

const everyTopic: readonly Topic[] = ['feed', 'people', 'bans', 'whitelist', 'labels', 'campaigns']

/** Checks our copy of the ledger in the background, once for each feed that it is of. */
function verifying(ledger: LedgerMirrorStore, onDamage: () => void) {
  let damage: string | undefined
  let stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  const begin = (): void => {
    stopping = new AbortController()
    damage = undefined
    running = verifyStored(ledger, stopping.signal).then((found) => {
      damage = found
      if (found !== undefined) onDamage()
    })
  }
  begin()
  return {
    damage: () => damage,
    again: async (signal: AbortSignal, checked: (seq: number) => void) => {
      const { signal: left } = stopping
      const either = AbortSignal.any([signal, left])
      const found = await verifyStored(ledger, either, checked)
      if (either.aborted || found === damage) return found
      damage = found
      onDamage()
      return found
    },
    begin,
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

function topicsOf({ kind }: Intent): readonly Topic[] {
  if (kind.startsWith('whitelist.')) return ['whitelist', 'bans']
  if (kind.startsWith('analyst.')) return ['people', 'feed']
  if (kind.startsWith('label.')) return ['labels', 'feed']
  if (kind.startsWith('campaign.')) return ['campaigns', 'feed']
  return kind.startsWith('ban.') ? ['bans', 'feed'] : ['feed']
}
