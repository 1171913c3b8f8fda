import { startSensor } from '../../test/support/sensor-process.ts'

export interface BenchSensor {
  readonly link: string
  readonly token: string
  /** For UDP. */
  readonly port: number
  /** Messages received, and datagrams the kernel dropped before. */
  counters(): Promise<{ received: number; kernelDrops: number }>
  stop(): Promise<void>
}

/** A real sensor process that believes forged origins, so that the load has many sources. */
export async function startBenchSensor(directory: string): Promise<BenchSensor> {
  const listen = [{ transport: 'udp', address: '127.0.0.1', port: 0 }]
  const sensor = await startSensor({ directory, config: { name: 'Bench', listen, demo: true } })
  return {
    link: sensor.link,
    token: sensor.token,
    port: sensor.port('udp'),
    async counters() {
      const health = (await (await fetch(`${sensor.health}/healthz`)).json()) as {
        counters: { received: number }
        kernelDrops?: number
      }
      return { received: health.counters.received, kernelDrops: health.kernelDrops ?? 0 }
    },
    async stop() {
      await sensor.stop()
    },
  }
}
