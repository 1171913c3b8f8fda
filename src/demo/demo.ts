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
  /** Rejects when one of the programs does not stay up, or when the demo is stopped before. */
  readonly ready: Promise<{ readonly feed: Endpoint; readonly sensors: readonly Endpoint[] }>
  /** Resolves when no process is left. */
  stop(): Promise<void>
}

const trafficReady = z.object({ ready: z.object({ targets: z.number() }) })

/** Starts five sensors and a feed side by side and, once all are up, the traffic. The folder must exist. */
export function startDemo(directory: string, log: Logger): RunningDemo {
  const entries = findEntries()
  const keys = demoSensors.map(({ key }) => key)
  const secrets = loadSecrets(directory, keys)
  const tokenOf = (sensor: DemoSensor): string => secrets.sensors[sensor.key] ?? ''
  const feed = startFeed(entries.feed, directory, secrets.feed, log)
  const sensors = demoSensors.map((sensor) => ({
    sensor,
    program: startSensor(entries.sensor, directory, sensor, tokenOf(sensor), log),
  }))
  const running: Supervised<unknown>[] = [feed, ...sensors.map(({ program }) => program)]
  const start = async (): ReturnType<typeof startDemo>['ready'] => {
    const up = await Promise.all(
      sensors.map(async ({ sensor, program }) => ({ sensor, ready: (await program.ready).ready })),
    )
    const { url } = (await feed.ready).ready
    const traffic = startTraffic(entries.demo, directory, up, log)
    running.push(traffic)
    await traffic.ready
    return {
      feed: { url, token: secrets.feed },
      sensors: up.map(({ sensor, ready }) => ({ url: ready.link, token: tokenOf(sensor) })),
    }
  }
  return {
    ready: start(),
    stop: async () => {
      await Promise.all(running.map((program) => program.stop()))
    },
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
