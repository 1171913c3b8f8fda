import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { z } from 'zod'
import {
  feedReady,
  portsOf,
  sensorReady,
  targetOf,
  writeFeedConfig,
  writeSensorConfig,
  writeTrafficConfig,
  type SensorReady,
} from './configuration.ts'
import { findEntries } from './entries.ts'
import { demoSensors, type DemoSensor } from './honeynet.ts'
import { loadSecrets } from './secrets.ts'
import { supervise, type Supervised } from './supervisor.ts'

interface Endpoint {
  readonly url: string
  readonly token: string
}

export interface RunningDemo {
  readonly ready: { readonly feed: Endpoint; readonly sensors: readonly Endpoint[] }
  stop(): Promise<void>
}

const trafficReady = z.object({ ready: z.object({ targets: z.number() }) })

/**
 * Starts five sensors and a feed side by side and, once all are up, the traffic.
 * @throws Error when one of them does not stay up; nothing is left running then.
 */
export async function startDemo(directory: string, log: Logger): Promise<RunningDemo> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const entries = findEntries()
  const keys = demoSensors.map(({ key }) => key)
  const secrets = loadSecrets(directory, keys)
  const tokenOf = (sensor: DemoSensor): string => secrets.sensors[sensor.key] ?? ''
  const running: Supervised<unknown>[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((program) => program.stop()))
  }
  const started = <Ready>(program: Supervised<Ready>): Supervised<Ready> => {
    running.push(program)
    return program
  }
  const feed = started(startFeed(entries.feed, directory, secrets.feed, log))
  const sensors = demoSensors.map((sensor) => ({
    sensor,
    program: started(startSensor(entries.sensor, directory, sensor, tokenOf(sensor), log)),
  }))
  try {
    const feedUrl = (await feed.ready).ready.url
    const up = await Promise.all(
      sensors.map(async ({ sensor, program }) => ({ sensor, ready: (await program.ready).ready })),
    )
    await started(startTraffic(entries.demo, directory, up, log)).ready
    return {
      ready: {
        feed: { url: feedUrl, token: secrets.feed },
        sensors: up.map(({ sensor, ready }) => ({ url: ready.link, token: tokenOf(sensor) })),
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function startFeed(file: string, directory: string, token: string, log: Logger) {
  const config = writeFeedConfig(directory, token)
  const onReady = ({ ready }: z.infer<typeof feedReady>): void => void writeFeedConfig(directory, token, ready.url)
  return supervise({ name: 'feed', file, args: ['--config', config], shape: feedReady, onReady, log })
}

function startSensor(file: string, directory: string, sensor: DemoSensor, token: string, log: Logger) {
  const config = writeSensorConfig(directory, sensor, token)
  const onReady = ({ ready }: z.infer<typeof sensorReady>): void =>
    void writeSensorConfig(directory, sensor, token, portsOf(ready))
  const args = ['--config', config]
  return supervise({ name: `sensor ${sensor.key}`, file, args, shape: sensorReady, onReady, log })
}

type Up = readonly { readonly sensor: DemoSensor; readonly ready: SensorReady }[]

function startTraffic(file: string, directory: string, up: Up, log: Logger) {
  const [first, ...others] = up.map(({ sensor, ready }) => targetOf(sensor, ready))
  if (!first) throw new Error('the demo has no sensor')
  const historyMarker = join(directory, 'traffic', 'history-told')
  const config = writeTrafficConfig(directory, { seed: 'honeynet', historyMarker, targets: [first, ...others] })
  return supervise({ name: 'traffic', file, args: ['--traffic', config], shape: trafficReady, log })
}
