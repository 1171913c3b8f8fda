import { randomUUID } from 'node:crypto'
import { onTestFinished, expect, it } from 'vitest'
import { feedError, feedInfo } from '../../src/contract/ledger/api.ts'
import type { BanProposal } from '../../src/contract/ledger/intents/ban.ts'
import type { FeedConfig } from '../../src/feed/config.ts'
import { connectConsole, proposalOf, type Answer, type LedgerClient } from '../support/ledger-client.ts'
import { startSeededFeed, type SeededFeed } from '../support/seeded-feed.ts'

const allOn = { 'public-dns': true, cdn: true, 'research-scanners': true }

interface Open {
  readonly feed: SeededFeed
  readonly console: LedgerClient
}

async function open(banned: readonly string[], bundled: FeedConfig['bundled'] = allOn): Promise<Open> {
  const feed = await startSeededFeed(banned, { bundled })
  onTestFinished(() => feed.stop())
  return { feed, console: await connectConsole(feed) }
}

const propose = (
  console: LedgerClient,
  address: string,
  changes: Partial<BanProposal> = {},
  id: string = randomUUID(),
): Promise<Answer> => console.post(console.author.intend('ban.proposed', id, proposalOf(address, changes)))

function refusal({ status, body }: Answer): { code: string; message: string } {
  expect(status).toBe(422)
  return feedError.parse(body).error
}

const listed = async ({ url, key }: SeededFeed): Promise<readonly string[]> => {
  const text = await (await fetch(`${url}/list/${key}/plain`)).text()
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

it('refuses a public resolver, and a range around one, naming list, date and what remains', async () => {
  const { console } = await open(['45.0.0.1'])
  const host = refusal(await propose(console, '8.8.8.8', { confirmation: '8.8.8.8' }))
  expect(host.code).toBe('whitelisted')
  expect(host.message).toMatch(/^8\.8\.8\.8: whitelisted as 8\.8\.8\.8 of Google Public DNS \(bundled list “.+” of 20/)
  const range = refusal(await propose(console, '8.8.4.4/30', { confirmation: '8.8.4.4/30' }))
  expect(range.message).toMatch(/; without it remain 8\.8\.4\.5, 8\.8\.4\.6\/31$/)
})

it('asks for a second look at a content delivery network and at a research scanner', async () => {
  const { console } = await open(['45.0.0.1'])
  for (const [address, who] of [
    ['104.16.3.4', 'Cloudflare'],
    ['2606:4700::9', 'Cloudflare'],
    ['71.6.233.9', 'Rapid7'],
  ] as const) {
    const { code, message } = refusal(await propose(console, address))
    expect(code).toBe('confirmation')
    expect(message).toContain(who)
    expect((await propose(console, address, { confirmation: address })).status).toBe(200)
  }
})

it('lets through what its operator has switched off, and says so to consoles', async () => {
  const { console } = await open(['45.0.0.1'], { ...allOn, cdn: false })
  expect((await propose(console, '104.16.3.4')).status).toBe(200)
  expect(refusal(await propose(console, '71.6.233.9')).code).toBe('confirmation')
  const { body } = await console.call('GET', 'info')
  expect(feedInfo.parse(body).bundled).toEqual(['public-dns', 'research-scanners'])
})

it('ends bans that were there before the list, and keeps the rest of a range', async () => {
  const { feed, console } = await open(['45.0.0.1', '1.1.1.1', '9.9.9.8/30'])
  expect(await listed(feed)).toEqual(['45.0.0.1', '9.9.9.8'])
  const [revoked, split] = (await console.records()).slice(-2).map(({ intent }) => intent)
  expect(revoked?.kind === 'ban.revoked' && revoked.body.reason).toContain('of Cloudflare 1.1.1.1')
  expect(split?.kind === 'ban.split' && split.body.into.map(({ address }) => address)).toEqual(['9.9.9.8'])
})
