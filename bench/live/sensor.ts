import { startSensor } from '../../test/support/sensor-process.ts'

/** A real sensor process that believes forged origins, so that the load has many sources. */
export async function startBenchSensor(directory: string) {
  const listen = [{ transport: 'udp', address: '127.0.0.1', port: 0 }]
  const sensor = await startSensor({ directory, config: { name: 'Bench', listen, demo: true } })
  return {
    link: sensor.link,
    token: sensor.token,
    port: sensor.port('udp'),
    /** Messages received, and datagrams the kernel dropped before. */
    async counters(): Promise<{ received: number; kernelDrops: number }> {
      const health = (await (await fetch(`${sensor.health}/healthz`)).json()) as {
        counters: { received: number }
        kernelDrops?: number
      }
      return { received: health.counters.received, kernelDrops: health.kernelDrops ?? 0 }
    },
    async stop(): Promise<void> {
      await sensor.stop()
    },
  }
}
