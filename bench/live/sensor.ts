import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { stringify } from 'yaml'

const entry = join(import.meta.dirname, '../../src/sensor/main.ts')
export const sensorToken = 'a-token-for-the-benchmark-alone'

interface Ready {
  readonly link: string
  readonly listen: readonly { readonly port: number }[]
  readonly health: string
}

/** A real sensor process that believes forged origins, so that the load has many sources. */
export async function startSensor(directory: string) {
  const config = join(directory, 'sensor.yaml')
  const location = { place: 'Bench', country: 'DE', latitude: 50, longitude: 8 }
  const listen = [{ transport: 'udp', address: '127.0.0.1', port: 0 }]
  const own = { link: { port: 0, token: sensorToken }, health: { port: 0 } }
  const spool = { directory: join(directory, 'spool') }
  writeFileSync(config, stringify({ name: 'Bench', region: 'bench', location, listen, ...own, spool, demo: true }))
  const child = spawn(process.execPath, [entry, '--config', config, '--exit-with-parent'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit')
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    ended.then(() => Promise.reject(new Error('the sensor ended before it was ready'))),
  ])
  const { ready } = JSON.parse(line) as { ready: Ready }
  return {
    link: ready.link,
    port: ready.listen[0]?.port ?? 0,
    /** Messages received, and datagrams the kernel dropped before. */
    async counters(): Promise<{ received: number; kernelDrops: number }> {
      const health = (await (await fetch(`${ready.health}/healthz`)).json()) as {
        counters: { received: number }
        kernelDrops?: number
      }
      return { received: health.counters.received, kernelDrops: health.kernelDrops ?? 0 }
    },
    async stop(): Promise<void> {
      child.kill('SIGTERM')
      await ended
    },
  }
}
