import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { stringify } from 'yaml'

export interface SensorReady {
  readonly link: string
  readonly listen: readonly { readonly transport: 'udp' | 'tcp'; readonly address: string; readonly port: number }[]
  readonly health: string
}

export interface SensorProcess extends SensorReady {
  readonly token: string
  /** Holds the configuration and, unless overridden, the spool. */
  readonly directory: string
  readonly pid: number
  /** Everything written to stderr so far. */
  log(): string
  /** Port of the first listener of this kind. */
  port(transport: 'udp' | 'tcp', address?: string): number
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
  /** SIGKILL. */
  kill(): Promise<void>
}

export const sensorToken = 'token of the tests, long enough'

/** A sensor on free loopback ports over UDP and TCP, IPv4 and IPv6. `overrides` replaces top-level keys. */
export function sensorConfig(directory: string, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'Test sensor',
    region: 'Lab',
    location: { place: 'Lab', country: 'DE', latitude: 50.1, longitude: 8.7 },
    zone: 'Europe/Berlin',
    listen: ['127.0.0.1', '::1'].flatMap((address) => [
      { transport: 'udp', address, port: 0 },
      { transport: 'tcp', address, port: 0 },
    ]),
    link: { address: '127.0.0.1', port: 0, token: sensorToken },
    health: { address: '127.0.0.1', port: 0 },
    spool: { directory: join(directory, 'spool') },
    ...overrides,
  }
}

/** Starts the real program; the same `directory` again goes on with the same spool. */
export async function startSensor(
  options: { readonly config?: Record<string, unknown>; readonly directory?: string } = {},
): Promise<SensorProcess> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'sensor-'))
  const file = join(directory, 'sensor.yaml')
  const config = sensorConfig(directory, options.config)
  writeFileSync(file, stringify(config))
  const child = spawn(process.execPath, ['src/sensor/main.ts', '--config', file, '--exit-with-parent'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  const ready = await readyOf(child, () => log)
  return {
    ...ready,
    token: sensorToken,
    directory,
    pid: child.pid ?? 0,
    log: () => log,
    port: (transport, address = '127.0.0.1') =>
      ready.listen.find((one) => one.transport === transport && one.address === address)!.port,
    stop: () => end(child, 'SIGTERM'),
    kill: async () => {
      await end(child, 'SIGKILL')
    },
  }
}

/** Stops it and removes its directory. */
export async function discardSensor(sensor: SensorProcess): Promise<void> {
  await sensor.stop()
  rmSync(sensor.directory, { recursive: true, force: true })
}

async function readyOf(child: ChildProcess, log: () => string): Promise<SensorReady> {
  const lines = createInterface({ input: child.stdout! })
  const first = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`sensor ended with ${String(code)}: ${log()}`))),
  ])
  const { ready } = JSON.parse(first) as { ready: SensorReady }
  return ready
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
  return child.exitCode
}
