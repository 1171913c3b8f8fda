import type { Page } from 'playwright-core'

/** What shall be on screen: a heading of this text, or an element. */
export interface Sight {
  readonly name: string
  readonly heading?: string
  readonly element?: string
  /** Digits that the element must hold, whatever stands between them. */
  readonly digits?: string
}

/** Lets the page mark in the browser's trace when something that is waited for came into the document (`seen NAME`). */
export const watchSights = (page: Page): Promise<void> => page.evaluate(watchInPage)

/** From now on; each is marked once. */
export const expectSights = (page: Page, sights: readonly Sight[]): Promise<void> =>
  page.evaluate((wanted) => (globalThis as unknown as Watching).expectSights(wanted), sights)

/** Until all of them were seen, and are on screen. @throws Error when that takes longer. */
export async function sightsSeen(page: Page, timeout: number): Promise<void> {
  await page.waitForFunction(() => (globalThis as unknown as Watching).sightsMissing() === 0, undefined, {
    timeout,
    // Looking at every frame would make frames.
    polling: 50,
  })
  // What was seen is on screen after two more frames.
  await page.evaluate(() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then))))
}

interface Watching {
  expectSights(sights: readonly Sight[]): void
  sightsMissing(): number
}

/** Runs inside the page: nothing from outside may be named in it. */
function watchInPage(): void {
  let wanted: readonly Sight[] = []
  const isThere = ({ heading, element, digits }: Sight): boolean => {
    if (heading !== undefined) {
      const headings = document.querySelectorAll('main h1, main h2')
      return [...headings].some(({ textContent }) => textContent.trim() === heading)
    }
    const found = document.querySelector(element ?? 'body')
    return found !== null && found.textContent.replace(/\D/g, '').includes(digits ?? '')
  }
  const look = (): void => {
    if (wanted.length === 0) return
    const seen = wanted.filter(isThere)
    for (const { name } of seen) performance.mark(`seen ${name}`)
    if (seen.length > 0) wanted = wanted.filter((sight) => !seen.includes(sight))
  }
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['class', 'aria-busy', 'aria-label', 'aria-selected'],
  })
  const watching: Watching = {
    expectSights(sights) {
      wanted = sights
    },
    sightsMissing: () => wanted.length,
  }
  Object.assign(globalThis, watching)
}
