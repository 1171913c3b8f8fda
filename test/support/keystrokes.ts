import type { Page } from 'playwright-core'

/** An analyst's hands: keys alone, and how many of them. What is typed into a field counts as one. */
export class Keystrokes {
  readonly #page: Page
  #count = 0

  constructor(page: Page) {
    this.#page = page
  }

  get count(): number {
    return this.#count
  }

  /** Each as `page.keyboard.press` names it. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.#count += 1
      await this.#page.keyboard.press(key)
    }
  }

  /** Into the field that has the focus. */
  async type(text: string): Promise<void> {
    this.#count += 1
    await this.#page.keyboard.type(text)
  }

  /** Begins a new task. */
  reset(): void {
    this.#count = 0
  }
}
