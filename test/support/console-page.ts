import { expect } from 'vitest'
import type { Locator, Page } from 'playwright-core'

/** The console as an analyst works it: by names on screen and by keys, never by markup. */
export class ConsolePage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Until the first screen is there: the frame comes before it, and the way to it would undo where a test goes next. */
  async open(link: string): Promise<void> {
    await this.page.goto(link)
    await this.page.getByRole('navigation').waitFor()
    await this.page.waitForURL(({ pathname }) => pathname !== '/')
  }

  /** As a link that is followed within the page. */
  async follow(path: string): Promise<void> {
    await this.page.evaluate((to) => {
      history.pushState({}, '', to)
      dispatchEvent(new PopStateEvent('popstate', { state: {} }))
    }, path)
  }

  async goTo(screen: 'Live' | 'Campaigns' | 'Bans' | 'Whitelists' | 'Sensors' | 'Reports'): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: screen }).click()
  }

  /** A key of two strokes as somebody types it: the second does not wait until the first is answered. */
  async chord(first: string, second: string): Promise<void> {
    await Promise.all([this.page.keyboard.press(first), this.page.keyboard.press(second)])
  }

  /** Opens the palette, ready to be typed into. */
  async openPalette(): Promise<void> {
    await this.page.keyboard.press('Control+k')
    await this.page.getByRole('combobox', { name: 'Search commands, sources and numbers' }).waitFor()
  }

  /** Finds by the palette, as `Ctrl+K` and typing does. */
  async find(text: string): Promise<void> {
    await this.openPalette()
    await this.page.keyboard.type(text)
    await this.page.getByRole('option').filter({ hasText: text }).first().waitFor()
    await this.page.keyboard.press('Enter')
  }

  /** Shows every chart as its table. A panel that is drawn anew while it is pressed is pressed again. */
  async showTables(): Promise<void> {
    const twin = this.page.getByRole('button', { name: 'View as table' })
    while ((await twin.count()) > 0) {
      const pressed = twin.first().click({ timeout: 2000 })
      await pressed.catch(() => undefined)
    }
  }

  /** The card that is open; there is never more than one. */
  card(): Locator {
    return this.page.getByRole('dialog')
  }

  /** `Ctrl+Enter`, once the card lets it; the card closes when the act is done. */
  async commit(): Promise<void> {
    const button = this.card().locator('footer button').last()
    await expect.poll(() => button.isEnabled()).toBe(true)
    await this.page.keyboard.press('Control+Enter')
    await this.card().waitFor({ state: 'detached' })
  }

  /** A figure of Live's top strip, e.g. "Messages received". */
  async figure(label: string): Promise<number> {
    const value = this.page.locator('dl div').filter({ hasText: label }).locator('dd').first()
    return Number(((await value.getAttribute('title')) ?? '').replaceAll(',', ''))
  }

  async text(): Promise<string> {
    return this.page.locator('main').innerText()
  }
}
