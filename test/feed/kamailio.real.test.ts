import { afterEach, describe, expect, it } from 'vitest'
import { connectConsole } from '../support/ledger-client.ts'
import { startKamailio, type Kamailio } from '../support/kamailio.ts'
import { addresses, startSeededFeed, type SeededFeed } from '../support/seeded-feed.ts'

let feed: SeededFeed
let kamailio: Kamailio

afterEach(async () => {
  await kamailio.stop()
  await feed.stop()
})

describe('Kamailio, configured as its users do', () => {
  it('gets all of 553 entries, and what is banned while it runs', async () => {
    const banned = addresses(553)
    feed = await startSeededFeed(banned)
    kamailio = await startKamailio({ feedUrl: feed.url, key: feed.key })
    const entries = await kamailio.waitFor((found) => found.length >= 553)
    expect(entries.sort()).toEqual([...banned].sort())
    const console = await connectConsole(feed)
    await console.ban('8.8.8.8')
    expect(await kamailio.waitFor((found) => found.includes('8.8.8.8'))).toHaveLength(554)
    const [record] = (await console.records()).filter(({ intent }) => intent.kind === 'ban.published').slice(-1)
    const { body } = await console.call('GET', `reach?ban=${record?.intent.subject ?? ''}`)
    expect(body).toMatchObject({ subscribers: [{ name: 'pbx', families: ['kamailio'], state: 'has' }] })
  })

  it('waits for the first ban of an empty list', async () => {
    feed = await startSeededFeed([])
    kamailio = await startKamailio({ feedUrl: feed.url, key: feed.key })
    const console = await connectConsole(feed)
    expect(await kamailio.entries()).toEqual([])
    await console.ban('8.8.8.8')
    expect(await kamailio.waitFor((found) => found.length > 0)).toEqual(['8.8.8.8'])
  })

  it('learns nothing with a wrong key', async () => {
    feed = await startSeededFeed(addresses(3))
    kamailio = await startKamailio({ feedUrl: feed.url, key: 'x'.repeat(32) })
    await expect(kamailio.waitFor((found) => found.length > 0, 3)).rejects.toThrow('0 entries')
  })
})
