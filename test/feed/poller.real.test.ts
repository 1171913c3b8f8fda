import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { endpoints, type PulledFeed } from '../support/feed-endpoints.ts'
import { startFeed, type FeedProcess } from '../support/feed-process.ts'
import { connectConsole, proposalOf, type LedgerClient } from '../support/ledger-client.ts'
import { until } from '../support/until.ts'

let feed: FeedProcess
let console: LedgerClient
let pulled: PulledFeed

beforeAll(async () => {
  feed = await startFeed({ holdSeconds: 2, limits: { pulls: 1_000_000, checks: 1_000_000, minutes: 5 } })
  console = await connectConsole(feed)
  pulled = { url: feed.url, key: (await console.addSubscriber('poller')).key }
})
afterAll(() => feed.stop())

/** One look at one endpoint. Order is all that is compared, so that a busy machine changes nothing. */
interface Look {
  readonly endpoint: string
  readonly address: string
  /** Looks that had begun before, at all endpoints. */
  readonly began: number
  readonly shown: boolean
}

/** Looks at every endpoint for every address, all the time, each on its own. */
function poll(addresses: readonly string[]) {
  const looks: Look[] = []
  let begun = 0
  let over = false
  const follow = async ([endpoint, shows]: [string, (typeof endpoints)[string]]): Promise<void> => {
    for (let at = 0; !over; at += 1) {
      const address = addresses[at % addresses.length] ?? ''
      const began = (begun += 1)
      looks.push({ endpoint, address, began, shown: await shows(pulled, address) })
    }
  }
  const working = Promise.all(Object.entries(endpoints).map(follow))
  const lookedSince = (began: number): boolean =>
    Object.keys(endpoints).every((endpoint) =>
      addresses.every((address) =>
        looks.some((look) => look.endpoint === endpoint && look.address === address && look.began > began),
      ),
    )
  return {
    looks,
    /** Ends when every endpoint was asked for every address anew from here on. */
    async roundFromNow(): Promise<number> {
      const now = begun
      await until('every endpoint was asked', () => lookedSince(now))
      return now
    },
    async stop(): Promise<void> {
      over = true
      await working
    },
  }
}

const shownAt = (looks: readonly Look[], address: string): string[] =>
  [...new Set(looks.filter((look) => look.shown && look.address === address).map(({ endpoint }) => endpoint))].sort()
const everywhere = Object.keys(endpoints).sort()

async function approved(address: string): Promise<string> {
  const id = randomUUID()
  await console.record('ban.proposed', id, proposalOf(address))
  await console.record('ban.approved', id, {})
  return id
}

it('a ban that was undone in its hold was at no moment on any endpoint, however late it was undone', async () => {
  const undone = Array.from({ length: 6 }, (_, at) => `45.1.0.${at}`)
  const kept = '45.1.1.1'
  const poller = poll([...undone, kept])
  const withdrawn = await Promise.all(
    undone.map(async (address, at) => {
      const id = await approved(address)
      await sleep(at * 390)
      const answer = await console.post(console.author.intend('ban.withdrawn', id, { reason: 'a mistake' }))
      return answer.status === 200 ? [address] : []
    }),
  )
  await approved(kept)
  await until('the one that was kept is everywhere', () => shownAt(poller.looks, kept).join() === everywhere.join())
  await poller.roundFromNow()
  await poller.stop()
  // On a busy machine the last of them may have come too late.
  expect(withdrawn.flat().length).toBeGreaterThan(0)
  for (const address of withdrawn.flat()) expect(shownAt(poller.looks, address)).toEqual([])
})

it('a ban is gone from every endpoint as soon as its revoke is answered, and is told to bouncers as gone', async () => {
  const address = '45.2.0.1'
  const poller = poll([address])
  const stream = async (startup: boolean) => {
    const url = `${feed.url}/v1/decisions/stream?startup=${startup}`
    const response = await fetch(url, { headers: { 'x-api-key': pulled.key, 'user-agent': 'a bouncer' } })
    const { deleted } = (await response.json()) as { deleted: { value: string }[] }
    return deleted.map(({ value }) => value)
  }
  const id = await approved(address)
  await until('it is everywhere', () => shownAt(poller.looks, address).join() === everywhere.join())
  expect(await stream(true)).not.toContain(address)
  await console.record('ban.revoked', id, { reason: 'a customer' })
  const since = await poller.roundFromNow()
  expect(await stream(false)).toEqual([address])
  await poller.stop()
  expect(
    shownAt(
      poller.looks.filter(({ began }) => began > since),
      address,
    ),
  ).toEqual([])
})
