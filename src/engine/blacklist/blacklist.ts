import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Topic } from '../../contract/console/index.ts'
import { intent as intentShape, type RecordBody, type RecordKind } from '../../contract/ledger/intent.ts'
import type { LedgerRecord } from '../../contract/ledger/record.ts'
import { guardedWrite } from '../store/guarded.ts'
import { switchFeed } from '../store/feeds.ts'
import { ledgerMirrorStore, type LedgerMirrorStore } from '../store/ledger-mirror.ts'
import type { Store } from '../store/open.ts'
import { outboxStore, type OutboxStore } from '../store/outbox.ts'
import { createFeedClient, type FeedClient } from './client.ts'
import type { FeedAddress } from './feed-http.ts'
import type { Identity } from './identity.ts'
import { createMirror, verifyStored } from './mirror.ts'
import { createOutbox } from './outbox.ts'

/** This console's side of the blacklist: its copy of the ledger, and the actions on their way to the feed. */
export interface Blacklist {
  readonly identity: Identity
  readonly ledger: LedgerMirrorStore
  readonly queue: OutboxStore
  readonly client: FeedClient
  /** What is wrong with our stored copy of the ledger, if anything. */
  readonly damage: () => string | undefined
  /**
   * Signs and stores an action, then waits a moment for the feed. `queued` says that it is still on its way.
   * @throws RpcError `refused` with the feed's code as its reason.
   */
  act<Kind extends RecordKind>(kind: Kind, subject: string, body: RecordBody<Kind>): Promise<{ queued: boolean }>
  /** Follows the feed at `address` from now on. */
  useFeed(address: FeedAddress): void
  feedLost(why: string): void
  /**
   * Stops following, and makes the copy of the ledger that of the feed with `key` (store/feeds.ts).
   * @throws RpcError `read-only` when the disk does not take it; nothing has changed then, and no feed is followed.
   */
  switchTo(key: string | undefined): Promise<void>
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
  const queue = outboxStore(store.writer)
  const client = createFeedClient({
    identity,
    mirror: createMirror(ledger),
    log,
    onRecord: (record) => topicsOf(record).forEach(publish),
    onState: () => publish('feed'),
    onConnected: () => flush(),
  })
  const onFailure = (error: unknown): void => log.error({ err: error }, 'outbox failed')
  const outbox = createOutbox({
    store: queue,
    deliver: (signed) => client.deliver(signed),
    changed: () => (['bans', 'whitelist', 'feed'] as const).forEach(publish),
    patience,
    onFailure,
  })
  const flush = (): void => void outbox.flush().catch(onFailure)

  const verification = verifying(ledger, () => publish('feed'))

  return {
    identity,
    ledger,
    queue,
    client,
    damage: verification.damage,
    act: async (kind, subject, body) => {
      const made = { version: 1, id: randomUUID(), time: now(), author: identity.key, subject, kind, body }
      const signed = identity.sign(intentShape.parse(made))
      guardedWrite(store, () => queue.add(signed))
      const outcome = await outbox.post(signed)
      if (outcome.kind === 'refused') throw new RpcError('refused', outcome.why.message, outcome.why.code)
      return { queued: outcome.kind === 'waiting' }
    },
    useFeed: (address) => client.connect(address),
    feedLost: (why) => client.lost(why),
    switchTo: async (key) => {
      await client.leave()
      await verification.stop()
      try {
        guardedWrite(store, () => switchFeed(store.writer, key))
      } finally {
        verification.begin()
        everyTopic.forEach(publish)
      }
    },
    close: async () => {
      await client.close()
      await outbox.close()
      await verification.stop()
    },
  }
}

const everyTopic: readonly Topic[] = ['feed', 'people', 'bans', 'whitelist']

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
    begin,
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

function topicsOf({ intent: { kind } }: LedgerRecord): readonly Topic[] {
  if (kind.startsWith('whitelist.')) return ['whitelist', 'bans']
  if (kind.startsWith('analyst.')) return ['people', 'feed']
  return kind.startsWith('ban.') ? ['bans', 'feed'] : ['feed']
}
