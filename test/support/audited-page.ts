import { expect } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { openPage, type Watched } from './browser.ts'
import { ConsolePage } from './console-page.ts'
import { auditPage } from './page-audit.ts'
import { until } from './until.ts'
import type { WatchedConsole } from './watched-console.ts'

/** A page of the console that is looked at, wherever it goes, for what text of others could have done. */
export class AuditedPage {
  readonly page: Page
  readonly watched: Watched
  readonly #console: ConsolePage
  readonly #found: (finding: string, where: string) => void

  constructor(watched: Watched, found: (finding: string, where: string) => void) {
    this.watched = watched
    this.page = watched.page
    this.#console = new ConsolePage(watched.page)
    this.#found = found
  }

  async look(where: string): Promise<void> {
    for (const finding of await auditPage(this.page)) this.#found(finding, where)
  }

  async visit(path: string, ready: string): Promise<void> {
    await this.#console.follow(path)
    await this.page.locator(ready).first().waitFor()
    await this.look(path)
  }

  readonly showTables = (): Promise<void> => this.#console.showTables()
  readonly press = (name: RegExp) => () => this.page.locator('main').getByRole('button', { name }).first().click()

  /** Looks at a card once it is filled, and closes it. */
  async card(where: string, open: () => Promise<void>): Promise<void> {
    await open()
    await this.#console.card().waitFor()
    const busy = this.page.locator('[role=dialog] [aria-busy=true]')
    await until(`${where} is filled`, async () => (await busy.count()) === 0)
    await this.look(`card: ${where}`)
    await this.page.keyboard.press('Escape')
    await this.#console.card().waitFor({ state: 'detached' })
  }

  /** Goes through a grid to its end. */
  async leafThrough(grid: Locator, where: string): Promise<void> {
    await grid.getByRole('gridcell').first().waitFor()
    await grid.focus()
    const rows = Number(await grid.getAttribute('aria-rowcount'))
    expect(rows, where).toBeGreaterThan(1)
    for (let row = 0; row < rows; row += 10) {
      await this.look(`${where}, behind row ${row}`)
      await this.page.keyboard.press('PageDown')
    }
  }
}

/** Another page of the same browser with the same session. */
export async function openBeside({ browser, host, watched }: WatchedConsole): Promise<Watched> {
  const beside = await openPage(browser)
  await beside.context.addCookies(await watched.context.cookies())
  await beside.page.goto(`${host.origin}/live`)
  await beside.page.getByRole('navigation').waitFor()
  return beside
}

/** Works a list off in several lanes: a page mostly waits until it is drawn, so others have time for theirs. */
export async function inLanes<Lane, Item>(
  lanes: readonly Lane[],
  items: readonly Item[],
  work: (lane: Lane, item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items]
  const run = async (lane: Lane): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(lane, item)
  }
  await Promise.all(lanes.map(run))
}
