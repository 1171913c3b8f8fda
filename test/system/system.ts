import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { startConsole, type ConsoleProcess } from '../support/console-process.ts'
import { connectConsole } from '../support/rpc-client.ts'
import { startSensor, type SensorProcess } from '../support/sensor-process.ts'
import { configureOwnFeed } from '../support/triage.ts'
import { until } from '../support/until.ts'
import { childOf } from './processes.ts'

export type Part = 'sensor' | 'console' | 'feed'

/** All of the product as its users run it: a sensor, the console, and the feed that the console starts. */
export interface System {
  readonly sensor: SensorProcess
  readonly console: ConsoleProcess
  readonly client: ConsoleClient
  /** The console's data folder; `feed/` in it is the feed's. */
  readonly data: string
  /** The sensor's folder. */
  readonly field: string
  feedPid(): Promise<number>
  /** SIGKILL; the sensor and the console are started again on the same data, the feed by its console. */
  kill(part: Part): Promise<void>
  /** Ends the processes in good order; the data stay. */
  stop(): Promise<void>
}

/** @param sensor replaces keys of the sensor's configuration. @param feed the same for the feed's. */
export async function startSystem(
  directory: string,
  config: { readonly sensor?: Record<string, unknown>; readonly feed?: Record<string, unknown> } = {},
): Promise<System> {
  const [data, field] = [join(directory, 'console'), join(directory, 'sensor')]
  for (const folder of [data, field]) mkdirSync(folder, { recursive: true })
  configureOwnFeed(data, { demo: false, holdSeconds: 0, ...config.feed })
  let sensor = await startSensor({ directory: field, config: config.sensor ?? {} })
  const bound = { ...config.sensor, ...addressesOf(sensor) }
  let console = await startConsole(['--port', '0', '--data', data])
  let client = await connectConsole(console.url)
  await client.call('sensor.add', { url: sensor.link, token: sensor.token })

  const feedPid = (): Promise<number> => until('the feed runs', () => childOf(console.pid, join(data, 'feed')), 60)
  const restart: Record<Part, () => Promise<void>> = {
    sensor: async () => {
      await sensor.kill()
      sensor = await until('the sensor is back', () => startSensor({ directory: field, config: bound }))
    },
    console: async () => {
      await console.kill()
      console = await startConsole(['--port', '0', '--data', data])
      client = await connectConsole(console.url)
    },
    feed: async () => void process.kill(await feedPid(), 'SIGKILL'),
  }
  return {
    data,
    field,
    get sensor() {
      return sensor
    },
    get console() {
      return console
    },
    get client() {
      return client
    },
    feedPid,
    kill: (part) => restart[part](),
    stop: async () => {
      await console.stop()
      await sensor.stop()
    },
  }
}

/** The sensor must come back where the attackers and the console look for it. */
function addressesOf({ listen, link, health, token }: SensorProcess): Record<string, unknown> {
  const at = (url: string): { address: string; port: number } => {
    const { hostname, port } = new URL(url)
    return { address: hostname, port: Number(port) }
  }
  return { listen, link: { ...at(link), token }, health: at(health) }
}
