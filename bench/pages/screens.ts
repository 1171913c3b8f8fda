import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { Query } from '../../src/contract/console/explore.ts'
import type { Ask } from './page.ts'

const hour = 3_600_000

/** As the screen asks for it, with its panels for the last hour. */
export const liveScreen = (to: number): Ask => live('Live, an hour', { from: to - hour, to })

function live(name: string, range: { readonly from: number; readonly to: number }): Ask {
  return {
    name,
    ask: (client) =>
      Promise.all([
        frame(client),
        client.call('app.info', {}),
        client.call('live.totals', { range }),
        client.call('live.rate', { range }),
        client.call('live.attackers', { range, limit: 200 }),
        client.call('live.origins', { range }),
        client.call('events.page', { limit: 100 }),
      ]),
  }
}

/** What the frame around every screen asks. */
const frame = (client: ConsoleClient): Promise<unknown> =>
  Promise.all([
    client.call('sensors.list', {}),
    client.call('feed.status', {}),
    client.call('bans.list', { states: ['held'] }),
  ])

/** Every screen's first page but that of Live for the last hour. The worst source, campaign and dialog are looked up before. */
export async function screens(client: ConsoleClient, to: number): Promise<readonly Ask[]> {
  const { address, dialog, campaign } = await subjects(client)
  const ask = (name: string, calls: (client: ConsoleClient) => readonly Promise<unknown>[]): Ask => ({
    name,
    ask: (asked) => Promise.all(calls(asked)),
  })
  const explore = (tab: 'dialogs' | 'messages' | 'sources' | 'numbers' | 'fingerprints', filter: string): Ask => {
    const query: Query = { filter, zone: 'Europe/Berlin', answers: false }
    return ask(`Explore, ${tab}${filter === '' ? '' : ` of ${filter}`}`, (asked) => [
      asked.call('explore.check', { query }),
      asked.call('explore.histogram', { query }),
      asked.call('explore.facets', { query }),
      asked.call(`explore.${tab}`, { query }),
      asked.call('views.list', {}),
    ])
  }
  return [
    live('Live, a day', { from: to - 24 * hour, to }),
    live('Live, ten days', { from: to - 240 * hour, to }),
    explore('dialogs', ''),
    explore('messages', ''),
    explore('sources', ''),
    explore('numbers', ''),
    explore('fingerprints', ''),
    explore('sources', 'method:INVITE'),
    ask('Profile', (asked) => [
      asked.call('source.profile', { address }),
      asked.call('source.timeline', { address }),
      asked.call('dialogs.page', { source: address }),
      asked.call('source.guesses', { address }),
    ]),
    ask('Dialog', (asked) => [
      asked.call('dialog.get', { id: dialog }),
      asked.call('dialogs.page', { source: address }),
    ]),
    ask('Campaigns', (asked) => [asked.call('campaigns.list', {})]),
    ask('Campaign', (asked) => [asked.call('campaign.get', { id: campaign })]),
    ask('Bans', (asked) => [asked.call('bans.list', {}), asked.call('feed.status', {})]),
    ask('Ban card', (asked) => [asked.call('ban.draft', { address })]),
    ask('Whitelists', (asked) => [asked.call('whitelist.list', {})]),
    ask('Sensors', (asked) => [asked.call('sensors.list', {})]),
    ask('Reports', (asked) => [
      asked.call('campaigns.list', {}),
      asked.call('sources.page', { order: 'severity', limit: 50 }),
      asked.call('report.preview', { subject: { kind: 'source', address }, tlp: 'AMBER' }),
    ]),
    ask('Data', (asked) => [asked.call('data.status', {})]),
    ask('Search', (asked) => [asked.call('search.quick', { text: '46' })]),
  ]
}

/** The source that sent most, the newest of its dialogs, and a campaign of the busiest two hundred. */
async function subjects(client: ConsoleClient) {
  const { rows } = await client.call('sources.page', { order: 'messages', limit: 200 })
  const [busiest] = rows
  if (!busiest) throw new Error('the store has no sources')
  const { address } = busiest
  const [dialog] = (await client.call('dialogs.page', { source: address, limit: 1 })).rows
  if (!dialog) throw new Error('the busiest source has no dialogs')
  const [known] = await client.call('campaigns.list', {})
  const sources = rows.map((row) => row.address)
  const { id } = known ?? (await client.call('campaign.create', { name: 'The busiest', sources }))
  return { address, dialog: dialog.id, campaign: id }
}
