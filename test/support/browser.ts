import { chromium, type Browser, type BrowserContext, type LaunchOptions, type Page } from 'playwright-core'

/** Debian's Chromium, and no word to anybody but loopback. */
export const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--test-type',
]

export const launchBrowser = (options: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath, args: flags, ...options })

export interface Watched {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors, CSP reports and requests that left loopback: all must stay empty. */
  readonly troubles: string[]
}

/** Milliseconds that a page may take for what a test waits for: they tell a page that hangs from a busy machine. */
const patience = 45_000

/** A page whose every error is noted. */
export async function openPage(
  browser: Browser,
  options: { width?: number; height?: number; theme?: 'dark' | 'light' } = {},
): Promise<Watched> {
  const { width = 1440, height = 900, theme = 'dark' } = options
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, timezoneId: 'UTC' })
  context.setDefaultTimeout(patience)
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url())
    const local = hostname === '127.0.0.1' || protocol === 'data:' || protocol === 'blob:'
    if (!local) troubles.push(`request: ${request.url()}`)
  })
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return { context, page, troubles }
}
