import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import type { DemoSensor } from './honeynet.ts'
import type { TrafficConfig } from './traffic/config.ts'

/**
 * The configuration files of the demo's programs. Ports are 0 at first; once a program has said where it listens, its
 * file is written again with those ports, so that after a crash it comes back where everybody looks for it.
 */
const port = z.number().int().min(1).max(65_535)

/** What a sensor prints on stdout when it is ready. */
export const sensorReady = z.object({
  ready: z.object({
    link: z.url(),
    listen: z.array(z.object({ transport: z.string(), address: z.string(), port })),
    health: z.url(),
  }),
})
export type SensorReady = z.infer<typeof sensorReady>['ready']

export const feedReady = z.object({ ready: z.object({ url: z.url() }) })

const loopback = '127.0.0.1'
/** A demo of some days fits; the console has long stored what falls out. */
const spoolBytes = 64 * 1024 * 1024
/** Short enough to watch a ban go out. */
const holdSeconds = 10

export interface SensorPorts {
  readonly udp: number
  readonly tcp: number
  readonly link: number
  readonly health: number
}

export function writeSensorConfig(directory: string, sensor: DemoSensor, token: string, ports?: SensorPorts): string {
  const folder = join(directory, 'sensors', sensor.key)
  return write(join(folder, 'sensor.yaml'), {
    name: sensor.name,
    region: sensor.region,
    location: sensor.location,
    zone: sensor.zone,
    listen: [
      { transport: 'udp', address: loopback, port: ports?.udp ?? 0 },
      { transport: 'tcp', address: loopback, port: ports?.tcp ?? 0 },
    ],
    link: { address: loopback, port: ports?.link ?? 0, token },
    health: { address: loopback, port: ports?.health ?? 0 },
    spool: { directory: join(folder, 'spool'), maxBytes: spoolBytes },
    demo: true,
  })
}

export const portsOf = (ready: SensorReady): SensorPorts => ({
  udp: listenerPort(ready, 'udp'),
  tcp: listenerPort(ready, 'tcp'),
  link: portOf(ready.link),
  health: portOf(ready.health),
})

export function writeFeedConfig(directory: string, consoleToken: string, url?: string): string {
  const folder = join(directory, 'feed')
  return write(join(folder, 'feed.yaml'), {
    listen: { address: loopback, port: url === undefined ? 0 : portOf(url) },
    directory: join(folder, 'ledger'),
    consoleToken,
    solo: true,
    holdSeconds,
    demo: true,
  })
}

export const writeTrafficConfig = (directory: string, config: TrafficConfig): string =>
  write(join(directory, 'traffic', 'traffic.yaml'), config)

/** How an attacker reaches a sensor. */
export function targetOf(sensor: DemoSensor, ready: SensorReady): TrafficConfig['targets'][number] {
  const { name, zone, address, address6 } = sensor
  const { udp, tcp } = portsOf(ready)
  return { name, zone, address, address6, udp: { address: loopback, port: udp }, tcp: { address: loopback, port: tcp } }
}

function listenerPort(ready: SensorReady, transport: string): number {
  const found = ready.listen.find((listener) => listener.transport === transport)
  if (!found) throw new Error(`the sensor does not listen on ${transport}`)
  return found.port
}

const portOf = (url: string): number => Number(new URL(url).port)

/** Tokens stand in these files: only the owner may read them. */
function write(path: string, content: unknown): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, stringify(content), { mode: 0o600 })
  return path
}
