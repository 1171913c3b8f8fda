import { afterEach, describe, expect, it } from 'vitest'
import { startBouncer, type Bouncer } from '../support/bouncer.ts'
import { connectConsole, hour } from '../support/ledger-client.ts'
import { missingFor, startNamespace, type Namespace } from '../support/namespace.ts'
import { addresses, startSeededFeed, type SeededFeed } from '../support/seeded-feed.ts'

const missing = missingFor('crowdsec-firewall-bouncer', 'nft')
if (missing !== undefined) console.warn(`SKIPPED, CrowdSec's firewall bouncer was not tried: ${missing}`)

let feed: SeededFeed
let namespace: Namespace
let bouncer: Bouncer

afterEach(async () => {
  await bouncer.stop()
  await namespace.stop()
  await feed.stop()
})

describe.skipIf(missing !== undefined)('CrowdSec’s firewall bouncer, as Debian packages it', () => {
  it('blocks the list, follows it, forgets what is revoked, and outlives a feed that is away', async () => {
    const banned = addresses(300)
    feed = await startSeededFeed(banned)
    namespace = await startNamespace(feed.url)
    bouncer = await startBouncer(namespace, feed.key)
    const all = await bouncer.waitFor((blocked) => blocked.size >= 300)
    expect([...all.keys()].sort()).toEqual([...banned].sort())
    // The kernel itself forgets when the ban ends.
    for (const left of all.values()) expect(left).toBeGreaterThan(23 * hour)
    for (const left of all.values()) expect(left).toBeLessThanOrEqual(24 * hour + 10_000)

    const console = await connectConsole(feed)
    const [four, six] = [await console.ban('8.8.8.8', { duration: hour }), await console.ban('2a00:1450::8')]
    const more = await bouncer.waitFor((blocked) => blocked.has('8.8.8.8') && blocked.has('2a00:1450::8'))
    expect(more.get('8.8.8.8')).toBeLessThanOrEqual(hour)

    namespace.breakLink(true)
    await bouncer.waitFor(() => bouncer.log().includes('503'))
    await console.record('ban.revoked', four, { reason: 'a customer' })
    namespace.breakLink(false)
    const less = await bouncer.waitFor((blocked) => !blocked.has('8.8.8.8'))
    expect(less.size).toBe(301)
    await console.record('ban.revoked', six, { reason: 'a customer' })
    expect((await bouncer.waitFor((blocked) => !blocked.has('2a00:1450::8'))).size).toBe(300)
    await console.ban('9.9.9.16/29')
    const withRange = await bouncer.waitFor((blocked) => blocked.size > 300)
    // In its nftables mode this bouncer takes a range for its first address (docs/subscribers.md).
    expect([...withRange.keys()].filter((address) => address.startsWith('9.'))).toEqual(['9.9.9.16'])
    expect(bouncer.isRunning()).toBe(true)
  }, 240_000)
})
