import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { launchBrowser, openPage } from '../../test/support/browser.ts'
import { repository, startConsole } from '../../test/support/console-process.ts'
import { speakBeside } from '../../test/support/rpc-client.ts'

/** The console in its browser host before a store, and a page that is signed in. */
export interface Screened {
  readonly browser: Browser
  readonly page: Page
  readonly origin: string
  /** Process of host and engine. */
  readonly pid: number
  /** Speaks to the engine beside the page. */
  readonly client: ConsoleClient
}

/** @param directory a console's data folder; it stays usable. @throws Error when the page was not built. */
export async function withScreen<Result>(
  directory: string,
  work: (screened: Screened) => Promise<Result>,
): Promise<Result> {
  if (!existsSync(join(repository, 'out/renderer/index.html'))) throw new Error('build the page first: npm run build')
  await using stack = new AsyncDisposableStack()
  const host = await startConsole(['--data', directory, '--port', '0'])
  stack.defer(() => host.stop())
  // Somebody who drags the scroll bar must see it.
  const browser = await launchBrowser({ ignoreDefaultArgs: ['--hide-scrollbars'] })
  stack.defer(() => browser.close())
  const { page, context } = await openPage(browser)
  await page.goto(host.url)
  await page.getByRole('navigation').waitFor()
  const client = await speakBeside(context, host.origin)
  stack.defer(() => client.close())
  return await work({ browser, page, origin: host.origin, pid: host.pid, client })
}
