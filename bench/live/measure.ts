import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { launchBrowser, openPage } from '../../test/support/browser.ts'
import { repository, startConsole } from '../../test/support/console-process.ts'
import { until } from '../../test/support/until.ts'
import { percentile } from '../bench.ts'
import type { LiveFigures, LiveLoad } from './figures.ts'
import { sendLoad } from './load.ts'
import { watchFeed, type Observation } from './probe.ts'
import { connectBeside } from './rpc.ts'
import { startBenchSensor } from './sensor.ts'

/**
 * From the wire to the screen: a real sensor, the console in its browser host, and the Live screen in Chromium. The
 * feed tells how many messages it has shown; message N is on the screen once it says N or more. Every part counts for
 * itself, and all counts must agree.
 */
export async function measureLive(load: LiveLoad): Promise<LiveFigures> {
  if (!existsSync(join(repository, 'out/renderer/index.html'))) throw new Error('build the page first: npm run build')
  const directory = mkdtempSync(join(tmpdir(), 'bench-live-'))
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
  await sleep(1000)

  const watch = await watchFeed(page)
  const sentAt = await sendLoad(sensor.port, load.rate, load.seconds)
  const settled = async (): Promise<boolean> => {
    const { seen, shown, dropped } = await watch.current()
    return seen >= sentAt.length && shown + dropped === seen
  }
  // What does not agree after this shows in the figures.
  await until('the feed has shown everything', settled, 15).catch(() => undefined)
  const { observations, frames } = await watch.stop()
  const range = { from: (sentAt[0] ?? 0) - 60_000, to: Date.now() + 60_000 }
  const { received: stored } = await client.call('live.totals', { range })
  const { seen, shown, dropped } = await watch.current()
  return {
    ...load,
    toScreenP95: percentile(delays(sentAt, observations), 0.95),
    frameP95: percentile(frames, 0.95),
    sent: sentAt.length,
    ...(await sensor.counters()),
    ...{ stored, seen, shown, dropped },
  }
}

/** How long each message took until the feed counted it; those never counted took until the end. */
function delays(sentAt: readonly number[], observations: readonly Observation[]): number[] {
  let next = 0
  const end = observations.at(-1)?.at ?? 0
  return sentAt.map((sent, at) => {
    while (next < observations.length && onScreen(observations[next]) <= at) next++
    return (observations[next]?.at ?? end) - sent
  })
}

/** Rows dropped on purpose count as dealt with, or every later message would seem late. */
const onScreen = (observation: Observation | undefined): number =>
  observation === undefined ? 0 : observation.shown + observation.dropped
