import type { FeedStatus, Subscriber } from '../../../contract/console/bans.ts'
import type { FeedInfo } from '../../../contract/ledger/api.ts'
import type { Policy } from '../../../contract/ledger/intents/policy.ts'
import type { LedgerReader } from '../../store/ledger-mirror.ts'
import type { Blacklist } from '../blacklist.ts'

/** What the feed says now, else what its ledger said last, else its defaults. */
export function feedPolicy(ledger: LedgerReader, said: Policy | undefined): Policy {
  const { solo, holdSeconds } = said ?? ledger.policy() ?? { solo: false, holdSeconds: 60 }
  return { solo, holdSeconds }
}

export async function feedStatus(blacklist: Blacklist): Promise<FeedStatus> {
  const { client, ledger, queue } = blacklist
  const subscribers = await subscribersOf(blacklist)
  const { state, error, url, info } = client.state()
  const damage = blacklist.damage() ?? (info?.verified === false ? 'the feed found its own ledger damaged' : undefined)
  return {
    state,
    ...(error === undefined ? {} : { error }),
    ...(url === undefined ? {} : { url }),
    ...feedPolicy(ledger, info),
    ...listed(ledger),
    waiting: queue.waiting(),
    ledger: {
      records: ledger.end()?.seq ?? 0,
      verified: damage === undefined && state !== 'refused',
      ...(damage === undefined ? {} : { error: damage }),
    },
    subscribers,
    ...clockOf(state === 'connected' ? info : undefined),
  }
}

function clockOf(info: FeedInfo | undefined): Pick<FeedStatus, 'clock'> {
  if (!info?.clock) return {}
  const { ahead, believedIn } = info.clock
  return { clock: { ahead, ...(believedIn === undefined ? {} : { believedIn }) } }
}

function listed(ledger: LedgerReader): Pick<FeedStatus, 'published' | 'publishedV1'> {
  const { published, publishedV1 } = ledger.listCounts()
  return { published, publishedV1 }
}

/** Only the feed knows them; while it is away there is nothing true to show. */
async function subscribersOf({ client }: Blacklist): Promise<readonly Subscriber[]> {
  if (client.state().state !== 'connected') return []
  try {
    const rows = await client.http().subscribers()
    return rows.map(({ lastPull, families, ...row }) => ({
      ...row,
      ...(lastPull === undefined ? {} : { lastPull }),
      ...(families === undefined ? {} : { families }),
    }))
  } catch {
    return [] // the state beside it says that the feed was lost meanwhile
  }
}
