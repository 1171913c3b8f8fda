import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pino } from 'pino'
import type { consoleContract } from '../../src/contract/console/index.ts'
import { type ConsoleClient } from '../../src/contract/console/index.ts'
import { connect, type Timers } from '../../src/contract/rpc/connect.ts'
import { portPair } from '../../src/contract/rpc/port.ts'
import { createEngine, type Engine, type EngineOptions } from '../../src/engine/engine.ts'

const root = resolve(import.meta.dirname, '../..')
const require = createRequire(import.meta.url)

export const nodeTimers: Timers = {
  after: (milliseconds, then) => {
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  },
}

/** Of the table of autonomous systems. */
export const systemsDirectory = dirname(require.resolve('@ip-location-db/asn/package.json'))

/** A folder of its own, removed by the returned function. */
export function temporaryDirectory(): [path: string, remove: () => void] {
  const path = mkdtempSync(join(tmpdir(), 'honeynet-'))
  return [path, () => rmSync(path, { recursive: true, force: true })]
}

export function engineOptions(dataDirectory: string, changes: Partial<EngineOptions> = {}): EngineOptions {
  return {
    dataDirectory,
    resources: join(root, 'resources'),
    geoCountry: require.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'),
    geoSystems: systemsDirectory,
    programs: {
      feed: join(root, 'src/feed/main.ts'),
      sensor: join(root, 'src/sensor/main.ts'),
      demo: join(root, 'src/demo/main.ts'),
    },
    threads: {
      reader: join(root, 'src/engine/readers/worker.ts'),
      data: join(root, 'src/engine/data/worker.ts'),
      follower: join(root, 'src/engine/campaigns/following/worker.ts'),
      hunter: join(root, 'src/engine/hunts/worker.ts'),
      preparer: join(root, 'src/engine/ingest/prepare/worker.ts'),
      opener: join(root, 'src/engine/opening/worker.ts'),
    },
    version: '0.0.0',
    host: 'test',
    demo: false,
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }, pino.destination(2)),
    ...changes,
  }
}

export interface TestEngine {
  readonly engine: Engine
  readonly client: ConsoleClient
  readonly directory: string
  /** Closes the engine and removes its folder. */
  stop(): Promise<void>
}

/** A real engine on a folder of its own, with a client connected through an in-memory port. */
export async function startTestEngine(changes: Partial<EngineOptions> = {}): Promise<TestEngine> {
  const [directory, remove] = temporaryDirectory()
  const engine = await createEngine(engineOptions(directory, changes))
  const client = attachClient(engine)
  const stop = async (): Promise<void> => {
    await engine.close()
    remove()
  }
  return { engine, client, directory, stop }
}

export function attachClient(engine: Engine): ConsoleClient {
  const [ours, theirs] = portPair()
  engine.attach(theirs)
  return connect<typeof consoleContract.calls, typeof consoleContract.streams>(ours, nodeTimers)
}
