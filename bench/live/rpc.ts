import type { BrowserContext } from 'playwright-core'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { speakConsole } from '../../test/support/rpc-client.ts'

/** Speaks to the console beside a page that is signed in, with the page's cookie. */
export async function connectBeside(context: BrowserContext, origin: string): Promise<ConsoleClient> {
  const cookies = await context.cookies(origin)
  return speakConsole(origin, cookies.map(({ name, value }) => `${name}=${value}`).join('; '))
}
