import { setTimeout as sleep } from 'node:timers/promises'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { sendLoad } from '../live/load.ts'
import { watchLive } from '../live/watched.ts'
import { pageProcess, ownBytes } from './processes.ts'

/** Bytes. */
export interface Memory {
  readonly engine: number
  readonly page: number
}

/** Messages a second; each is answered, and both are events. */
const rate = 4_000
const mostSeconds = 10
/** Milliseconds for what garbage there is to be noticed. */
const rest = 3_000

/** From the wire to the screen, as the bench of Live does it, until so many events are stored. */
export async function watchMemory(events: number): Promise<{ readonly start: Memory; readonly end: Memory }> {
  await using stack = new AsyncDisposableStack()
  const { sensor, host, browser, page, client } = await watchLive(stack)
  const pagePid = await pageProcess(browser, page)
  const now = async (): Promise<Memory> => {
    await sleep(rest)
    return { engine: ownBytes(host.pid), page: ownBytes(pagePid) }
  }
  const start = await now()
  await sendUntilStored(client, sensor.port, events)
  return { start, end: await now() }
}

/** What the kernel drops on a busy machine is sent again. */
async function sendUntilStored(client: ConsoleClient, port: number, events: number): Promise<void> {
  const stored = async (): Promise<number> => (await client.call('sensors.list', {}))[0]?.stored ?? 0
  for (let before = 0; before < events;) {
    await sendLoad(port, rate, Math.min(mostSeconds, Math.ceil((events - before) / rate)))
    await settled(stored)
    const now = await stored()
    if (now <= before) throw new Error(`nothing is stored any more after ${now} events`)
    before = now
  }
}

/** Until as much is stored as a moment ago. */
async function settled(stored: () => Promise<number>): Promise<void> {
  for (let before = -1, now = await stored(); now > before; now = await stored()) {
    before = now
    await sleep(500)
  }
}
