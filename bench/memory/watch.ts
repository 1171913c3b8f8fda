import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { launchBrowser, openPage } from '../../test/support/browser.ts'
import { repository, startConsole } from '../../test/support/console-process.ts'
import { until } from '../../test/support/until.ts'
import { sendLoad } from '../live/load.ts'
import { connectBeside } from '../live/rpc.ts'
import { startBenchSensor } from '../live/sensor.ts'
import { pageProcess, residentBytes } from './processes.ts'

/** Bytes. */
export interface Resident {
  readonly engine: number
  readonly page: number
}

/** Messages a second; each is answered, and both are events. */
const rate = 4_000
const mostSeconds = 10
/** Milliseconds for what garbage there is to be noticed. */
const rest = 3_000

/**
 * From the wire to the screen, as the bench of Live does it, until so many events are stored: a real sensor, the console in
 * its browser host, and the Live screen in Chromium.
 */
export async function watchMemory(events: number): Promise<{ readonly start: Resident; readonly end: Resident }> {
  if (!existsSync(join(repository, 'out/renderer/index.html'))) throw new Error('build the page first: npm run build')
  const directory = mkdtempSync(join(tmpdir(), 'bench-memory-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rmSync(directory, { recursive: true, force: true }))
  const sensor = await startBenchSensor(directory)
  stack.defer(() => sensor.stop())
  const host = await startConsole(['--data', join(directory, 'console'), '--port', '0'])
  stack.defer(() => host.stop())
  const browser = await launchBrowser()
  stack.defer(() => browser.close())

  const { page, context } = await openPage(browser)
  await page.goto(host.url)
  await until('the page is signed in', async () => (await context.cookies(host.origin)).length > 0)
  const client = await connectBeside(context, host.origin)
  stack.defer(() => client.close())
  await client.call('sensor.add', { url: sensor.link, token: sensor.token })
  await until('the sensor is live', async () => (await client.call('sensors.list', {}))[0]?.state === 'live')
  await page.goto(`${host.origin}/live`)
  await page.locator('.account').waitFor({ timeout: 15_000 })

  const pagePid = await pageProcess(browser, page)
  const now = async (): Promise<Resident> => {
    await sleep(rest)
    return { engine: residentBytes(host.pid), page: residentBytes(pagePid) }
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
