import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { payloads, pieces, request, sendHostile, type HostileSource } from './hostile-traffic.ts'
import { startScriptedSensor, type ScriptedSensor } from './scripted-sensor.ts'
import { discardSensor, startSensor, type SensorProcess } from './sensor-process.ts'
import { until } from './until.ts'

export interface HostileHoneynet {
  readonly real: SensorProcess
  readonly scripted: readonly ScriptedSensor[]
}

const day = 86_400_000
const token = 'a token of hostile sensors'
/** As the console receives it from an analyst or a sensor: text, not bytes. */
const text = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8')
const texts = payloads.map(text)
const piece = (at: number): string => text(pieces[at % pieces.length] ?? '')
const cut = (text: string, most: number): string => text.slice(0, most)

/** Fills a console with hostile text from all sides: attackers' datagrams, sensors of ill will, an analyst's words. */
export async function startHostileHoneynet(
  client: ConsoleClient,
  sources: readonly HostileSource[],
): Promise<HostileHoneynet> {
  const listen = [{ transport: 'udp', address: '127.0.0.1', port: 0 }]
  const real = await startSensor({ config: { demo: true, listen, name: 'Real' } })
  await client.call('sensor.add', { url: real.link, token: real.token })
  const scripted = await Promise.all(texts.map(hostileSensor))
  for (const sensor of scripted) await client.call('sensor.add', { url: sensor.url, token })
  const sent = await sendHostile(sources, real)
  await until('everything sent is stored', async () => (await receivedBy(client)) >= sent)
  await writeAsAnalyst(client, sources)
  return { real, scripted }
}

export async function discardHostileHoneynet({ real, scripted }: HostileHoneynet): Promise<void> {
  await Promise.all(scripted.map((sensor) => sensor.close()))
  await discardSensor(real)
}

/** One that says hostile things of itself; every third turns the console away with hostile words. */
async function hostileSensor(words: string, at: number): Promise<ScriptedSensor> {
  const sensor = await startScriptedSensor()
  const location = { place: cut(piece(at + 7), 120), country: 'XX', latitude: 50, longitude: at }
  const self = { name: cut(piece(at), 80), region: cut(piece(at + 3), 80), zone: cut(piece(at + 11), 64) }
  sensor.about = { ...self, location, software: cut(piece(at + 15), 120) }
  sensor.events = [
    [Date.now() * 1000, 0, `45.83.65.${at + 1}`, 5060, '192.0.2.1', 5060, 0, 0, Buffer.from(request({ callId: 'x' }))],
    [Date.now() * 1000, 0, '45.83.65.200', 5060, '192.0.2.1', 5060, 0, 0, Buffer.from(request({ callId: 'y' }))],
  ]
  if (at % 3 === 0) sensor.refusal = cut(words, 300)
  return sensor
}

async function receivedBy(client: ConsoleClient): Promise<number> {
  const { rows } = await client.call('sources.page', { order: 'messages', limit: 500 })
  return rows.filter(({ address }) => address.startsWith('45.83.64.')).reduce((sum, row) => sum + row.messages, 0)
}

/** Campaigns, views, bans in every state, whitelist entries and subscribers, all with hostile words. */
async function writeAsAnalyst(client: ConsoleClient, sources: readonly HostileSource[]): Promise<void> {
  await until('the feed is there', async () => (await client.call('feed.status', {})).state === 'connected')
  for (const [at, words] of texts.entries()) {
    const some = sources.slice(at, at + 1).map(addressOf)
    await client.call('campaign.create', { name: cut(piece(at), 120), note: words, sources: some })
    await client.call('feed.addSubscriber', { name: cut(piece(at + 9), 80) })
    await client.call('view.save', { name: cut(words, 120), filter: cut(words, 300), tab: 'messages' })
    await client.call('whitelist.add', { value: `45.83.70.${at}`, reason: reason(words), duration: day })
  }
  await client.call('campaign.create', { name: 'All', note: texts.join('\n'), sources: sources.map(addressOf) })
  for (const [at, { address }] of sources.entries())
    await ban(client, address, reason(texts[at % texts.length] ?? ''), at)
}

const addressOf = ({ address }: HostileSource): string => address
const reason = (words: string): string => cut(words, 2000)

async function ban(client: ConsoleClient, address: string, words: string, at: number): Promise<void> {
  const proposal = { address, reason: words, duration: day, confirmation: address }
  const { id } = await client.call('ban.propose', proposal)
  if (at % 4 === 1) await client.call('ban.reject', { id, reason: words })
  if (at % 4 === 2) await client.call('ban.approve', { id })
  if (at % 4 === 3) await client.call('ban.withdraw', { id })
}
