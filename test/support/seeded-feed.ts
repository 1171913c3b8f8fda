import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { roles } from '../../src/contract/ledger/intents/people.ts'
import { systemClock, type Clock } from '../../src/feed/time/clock.ts'
import type { FeedConfig } from '../../src/feed/config.ts'
import { startFeed, type FeedOptions, type RunningFeed } from '../../src/feed/feed.ts'
import { openDatabase } from '../../src/feed/ledger/database.ts'
import { openLedger } from '../../src/feed/ledger/ledger.ts'
import { subscriberRows } from '../../src/feed/ledger/subscribers.ts'
import { createVoice } from '../../src/feed/policy/voice.ts'
import { newSubscriber } from '../../src/feed/subscribers/subscribers.ts'
import { createAuthor, hour, proposalOf, type Author } from './ledger-client.ts'

const log = pino({ level: 'silent' })

/** `count` different public addresses. */
export const addresses = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `45.${at >> 16}.${(at >> 8) & 255}.${at & 255}`)

/**
 * Writes a ledger in which every one of `banned` is published, in this order, all signed and chained as the feed does
 * it, but in one transaction. @returns the key of its one subscriber, and who founded its team.
 */
export function seedLedger(
  directory: string,
  banned: readonly string[],
  clock: Clock = systemClock,
): { key: string; founder: Author } {
  const database = openDatabase(directory)
  const ledger = openLedger(database, { directory, log })
  const voice = createVoice(ledger.signer, clock)
  const ada = createAuthor()
  const now = clock.now()
  const firstId = Math.floor(now / 1000) - banned.length
  const lives = banned.flatMap((address, at) => {
    const id = randomUUID()
    return [
      ada.intend('ban.proposed', id, proposalOf(address)),
      ada.intend('ban.approved', id, {}),
      voice.say('ban.held', id, { until: now, solo: true }),
      voice.say('ban.published', id, { listId: String(firstId + at), expiresAt: now + 24 * hour }),
    ]
  })
  const begin = [
    voice.say('policy.changed', 'policy', { solo: true, holdSeconds: 0 }),
    voice.say('analyst.enrolled', ada.key, { name: 'Ada', roles: [...roles] }),
  ]
  ledger.append([...begin, ...lives], now)
  const { key, row } = newSubscriber('pbx', now)
  subscriberRows(database).add(row)
  database.close()
  return { key, founder: ada }
}

export interface SeededFeed extends RunningFeed {
  readonly key: string
  readonly founder: Author
  readonly token: string
  readonly directory: string
  /** Stops it and starts it again at the same URL. */
  restart(): Promise<void>
}

/** A feed in this process, over real HTTP, with `banned` on its list. */
export async function startSeededFeed(
  banned: readonly string[],
  changes: Partial<FeedConfig> = {},
  clock: Clock = systemClock,
  more: Pick<FeedOptions, 'patience'> = {},
): Promise<SeededFeed> {
  const directory = mkdtempSync(join(tmpdir(), 'feed-seeded-'))
  const { key, founder } = seedLedger(directory, banned, clock)
  const token = 'a-console-token-for-tests'
  const config: FeedConfig = {
    listen: { address: '127.0.0.1', port: 0 },
    ...{
      insecureHttp: false,
      directory,
      consoleToken: token,
      hostNames: [],
      solo: true,
      holdSeconds: 0,
      demo: false,
      unproven: 'confirm',
    },
    ...{ protectedAddresses: [], trustedProxies: [], limits: { pulls: 600, checks: 6000, minutes: 5 } },
    // Many tests ban well-known addresses; those about these lists switch them on.
    bundled: { 'public-dns': false, cdn: false, 'research-scanners': false },
    ...changes,
  }
  let feed = await startFeed(config, { clock, log, ...more })
  return {
    ...{ url: feed.url, key, founder, token, directory },
    renewCertificate: () => feed.renewCertificate(),
    async restart() {
      await feed.stop()
      const listen = { ...config.listen, port: Number(new URL(feed.url).port) }
      feed = await startFeed({ ...config, listen }, { clock, log, ...more })
    },
    async stop() {
      await feed.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
