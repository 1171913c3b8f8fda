import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { launchBrowser, openPage } from '../../test/support/browser.ts'
import { repository, startConsole, type ConsoleProcess } from '../../test/support/console-process.ts'
import { speakBeside } from '../../test/support/rpc-client.ts'
import { until } from '../../test/support/until.ts'
import { startBenchSensor, type BenchSensor } from './sensor.ts'

/** A real sensor, the console in its browser host, and the Live screen in Chromium, with somebody beside who asks. */
export interface WatchedLive {
  readonly sensor: BenchSensor
  readonly host: ConsoleProcess
  readonly browser: Browser
  readonly page: Page
  readonly client: ConsoleClient
}

/** Starts all of it; it ends with the stack. */
export async function watchLive(stack: AsyncDisposableStack): Promise<WatchedLive> {
  if (!existsSync(join(repository, 'out/renderer/index.html'))) throw new Error('build the page first: npm run build')
  const directory = mkdtempSync(join(tmpdir(), 'bench-live-'))
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
  const client = await speakBeside(context, host.origin)
  stack.defer(() => client.close())
  await client.call('sensor.add', { url: sensor.link, token: sensor.token })
  await until('the sensor is live', async () => (await client.call('sensors.list', {}))[0]?.state === 'live')
  await page.goto(`${host.origin}/live`)
  await page.locator('.account').waitFor({ timeout: 15_000 })
  return { sensor, host, browser, page, client }
}
