import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'

const switches = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
  // Electron adds the close event to MessagePort in pages; Chromium has it behind this switch.
  '--enable-blink-features=MessagePortCloseEvent',
]

export interface Browser {
  readonly context: BrowserContext
  /** Where the test attaches to the same pages. */
  readonly debuggingPort: number
}

/** The system's Chromium, one for all windows, with the shell's own profile folder. */
export async function launchBrowser(profile: string): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: switches })
  const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
  return { context, debuggingPort: Number(port) }
}
