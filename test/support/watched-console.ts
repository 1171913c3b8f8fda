import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { launchBrowser, openPage, type Watched } from './browser.ts'
import { ConsolePage } from './console-page.ts'
import { startConsole, type ConsoleProcess } from './console-process.ts'
import { speakConsole } from './rpc-client.ts'
import { discardSensor, startSensor, type SensorProcess } from './sensor-process.ts'

/** A console in front of an analyst, and a sensor beside it that takes forged origins but that it does not know yet. */
export interface WatchedConsole {
  readonly sensor: SensorProcess
  readonly host: ConsoleProcess
  readonly browser: Browser
  readonly watched: Watched
  readonly page: Page
  readonly consolePage: ConsolePage
  /** The console's data folder. */
  readonly data: string
  /** Speaks to the engine as the page does, with the page's session. */
  speak(): Promise<ConsoleClient>
  /** Ends all of it and takes its data away. */
  stop(): Promise<void>
}

export async function startWatchedConsole(): Promise<WatchedConsole> {
  const data = mkdtempSync(join(tmpdir(), 'honeynet-watched-'))
  const listen = [{ transport: 'udp', address: '127.0.0.1', port: 0 }]
  const sensor = await startSensor({ config: { name: 'Frankfurt', demo: true, listen } })
  const host = await startConsole(['--data', data, '--port', '0'])
  const browser = await launchBrowser()
  const watched = await openPage(browser)
  const { page, context } = watched
  page.setDefaultTimeout(10_000)
  const consolePage = new ConsolePage(page)
  await consolePage.open(host.url)
  return {
    ...{ sensor, host, browser, watched, page, consolePage, data },
    async speak() {
      const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
      return speakConsole(host.origin, cookie)
    },
    async stop() {
      await browser.close()
      await host.stop()
      await discardSensor(sensor)
      rmSync(data, { recursive: true, force: true })
    },
  }
}
