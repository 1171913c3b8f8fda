import type { Locator, Page } from 'playwright-core'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { Hits, Query } from '../../src/contract/console/explore.ts'
import { barriersOn } from './barriers.ts'
import { until } from './until.ts'

/** Explore as an analyst works it. */
export class ExplorePage {
  readonly page: Page
  readonly origin: string

  constructor(page: Page, origin: string) {
    this.page = page
    this.origin = origin
  }

  readonly field = (): Locator => this.page.getByRole('combobox', { name: 'Filter', exact: true })
  readonly bar = (): Locator => this.page.getByRole('search', { name: 'Filter of Explore' })
  readonly option = (name: string | RegExp): Locator => this.page.getByRole('option', { name })
  readonly value = (): Promise<string> => this.field().inputValue()
  readonly hasFocus = (): Promise<boolean> => this.field().evaluate((input) => input === document.activeElement)

  /** With the cursor in the filter. @param query as `?filter=…`. */
  async visit(query = ''): Promise<void> {
    await this.page.goto(`${this.origin}/explore${query}`)
    await this.field().focus()
  }

  /** As somebody writes it: the field is emptied first. */
  async write(text: string): Promise<void> {
    await this.field().focus()
    await this.page.keyboard.press('Control+a')
    await this.page.keyboard.press('Delete')
    await this.page.keyboard.type(text)
  }

  async says(text: string | RegExp): Promise<void> {
    await this.bar().getByText(text).first().waitFor()
  }

  /** What axe finds, once nothing is dimmed any more: what is read again is, for a moment. */
  async barriers(): Promise<readonly string[]> {
    // Longer than the panels wait before they follow the typing.
    await this.page.waitForTimeout(500)
    await until('nothing is dimmed', async () => (await this.page.locator('.stale').count()) === 0)
    return barriersOn(this.page)
  }
}

/** How much matches, as the engine says. @throws for a filter with an error. */
export async function hitsOf(client: ConsoleClient, query: Partial<Query>): Promise<Hits> {
  const checked = await client.call('explore.check', { query: { filter: '', zone: 'UTC', answers: false, ...query } })
  if (!checked.ok) throw new Error(`${query.filter} is refused`)
  return checked.hits
}
