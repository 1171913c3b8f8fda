import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { launchBrowser, openPage, type Watched } from './browser.ts'
import { ConsolePage } from './console-page.ts'
import { startConsole, type ConsoleProcess } from './console-process.ts'
import { speakBeside } from './rpc-client.ts'
import { discardSensor, startSensor, type SensorProcess } from './sensor-process.ts'

/** A console in front of an analyst. */
export interface WatchedConsole {
  readonly host: ConsoleProcess
  readonly browser: Browser
  readonly watched: Watched
  readonly page: Page
  readonly consolePage: ConsolePage
  /** The console's data folder. */
  readonly data: string
  /** Speaks to the engine as the page does, with the page's session. */
  speak(): Promise<ConsoleClient>
  /** Ends the console, lets `change` at its data and opens it anew; what is returned takes the place of this. */
  reopen(change: (data: string) => void): Promise<WatchedConsole>
  /** Ends all of it and takes its data away. */
  stop(): Promise<void>
}

export interface WatchedOptions {
  /** Fills the data folder before the console opens it. */
  readonly fill?: (data: string) => void
  readonly width?: number
  readonly height?: number
}

export async function startWatchedConsole(options: WatchedOptions = {}): Promise<WatchedConsole> {
  const data = mkdtempSync(join(tmpdir(), 'honeynet-watched-'))
  options.fill?.(data)
  return openWatched(data, await launchBrowser(), options)
}

async function openWatched(data: string, browser: Browser, options: WatchedOptions): Promise<WatchedConsole> {
  const host = await startConsole(['--data', data, '--port', '0'])
  const watched = await openPage(browser, options)
  const { page, context } = watched
  const consolePage = new ConsolePage(page)
  await consolePage.open(host.url)
  return {
    ...{ host, browser, watched, page, consolePage, data },
    speak: () => speakBeside(context, host.origin),
    async reopen(change) {
      await context.close()
      await host.stop()
      change(data)
      return openWatched(data, browser, options)
    },
    async stop() {
      await browser.close()
      await host.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

export interface WatchedHoneynet extends WatchedConsole {
  readonly sensor: SensorProcess
}

/** With a sensor beside it that takes forged origins, but that the console does not know yet. */
export async function startWatchedHoneynet(): Promise<WatchedHoneynet> {
  const listen = [{ transport: 'udp', address: '127.0.0.1', port: 0 }]
  const sensor = await startSensor({ config: { name: 'Frankfurt', demo: true, listen } })
  const running = await startWatchedConsole()
  const stop = async (): Promise<void> => {
    await running.stop()
    await discardSensor(sensor)
  }
  return { ...running, sensor, stop }
}
