import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { WireEvent } from '../../src/contract/wire/frames.ts'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import { factsOf } from '../../src/engine/ingest/analyse.ts'
import { createEventWriter } from '../../src/engine/store/ingest/batch.ts'
import { beginRules } from '../../src/engine/store/judged.ts'
import { openStore } from '../../src/engine/store/open.ts'
import { addSensor } from '../../src/engine/store/sensors.ts'
import { rulesVersion } from '../../src/sip/rules.ts'
import { attachClient, engineOptions, temporaryDirectory } from './engine.ts'
import { writeFeedConfig } from './feed-process.ts'
import { testGeo } from './store.ts'
import { until } from './until.ts'

/** One request as a sensor would have received it. Attackers live in documentation ranges. */
export function request(fields: {
  readonly source: string
  readonly at: number
  readonly method?: string
  readonly user?: string
  readonly agent?: string
  /** 0 unproven, 1 nonce, 2 to-tag, 3 tcp. */
  readonly proof?: number
  readonly headers?: readonly string[]
}): WireEvent {
  const {
    source,
    at,
    method = 'INVITE',
    user = '900946850780296',
    agent = 'sipcli/v1.8',
    proof = 1,
    headers = [],
  } = fields
  const text = [
    `${method} sip:${user}@192.0.2.250 SIP/2.0`,
    `Via: SIP/2.0/UDP ${source}:5060;branch=z9hG4bK-${at}`,
    `From: <sip:100@192.0.2.250>;tag=${at}`,
    `To: <sip:${user}@192.0.2.250>`,
    `Call-ID: ${source}-${at}`,
    `CSeq: 1 ${method}`,
    `User-Agent: ${agent}`,
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
  return [at, 0, source, 5060, '192.0.2.250', 5060, 0, proof, Buffer.from(text)]
}

/** Fills a data folder as ingestion would have. */
export function seed(directory: string, events: readonly WireEvent[]): void {
  const store = openStore({ directory })
  const sensor = addSensor(store.writer, 'ws://127.0.0.1:9/', 'x'.repeat(16))
  store.writer.run("UPDATE sensor SET name = 'Frankfurt', region = 'eu', url = NULL, token = NULL WHERE id = ?", sensor)
  beginRules(store.writer, rulesVersion)
  const writer = createEventWriter(store.writer, testGeo, Date.now)
  writer.store({ sensor, epoch: 'aaaaaaaaaaaaaaaa', first: 1, events: events.map(factsOf) })
  store.close()
}

/** A feed of the console's own, as the first start would have configured it, but on any port and with a short hold. */
export function configureOwnFeed(directory: string, fields: Record<string, unknown> = {}): void {
  const folder = join(directory, 'feed')
  mkdirSync(folder, { recursive: true })
  writeFeedConfig(folder, randomBytes(32).toString('base64url'), { demo: true, solo: true, holdSeconds: 1, ...fields })
}

export interface Triage {
  readonly client: ConsoleClient
  readonly engine: Engine
  readonly directory: string
  stop(): Promise<void>
}

/** A real engine over seeded events, with its own real feed process. */
export async function startTriage(
  events: readonly WireEvent[],
  options: { readonly feed?: Record<string, unknown>; readonly feedProgram?: string } = {},
): Promise<Triage> {
  const [directory, remove] = temporaryDirectory()
  seed(directory, events)
  configureOwnFeed(directory, options.feed)
  const { feedProgram } = options
  const base = engineOptions(directory)
  const programs = feedProgram === undefined ? base.programs : { ...base.programs, feed: feedProgram }
  const engine = await createEngine({ ...base, programs })
  const client = attachClient(engine)
  const stop = async (): Promise<void> => {
    await engine.close()
    remove()
  }
  return { client, engine, directory, stop }
}

export const connected = (client: ConsoleClient): Promise<unknown> =>
  until('the console follows its feed', async () => (await client.call('feed.status', {})).state === 'connected')
