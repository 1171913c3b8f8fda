import type { Page } from 'playwright-core'
import { loadAxe } from './barriers.ts'

/** What a walk with Tab through a page, or through the card that is open, could not do. */
export async function walkByTab(page: Page): Promise<readonly string[]> {
  const problems = new Set<string>()
  await loadAxe(page)
  await page.evaluate(prepare)
  for (let step = 0; step < mostStops; step++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(look)
    if (stop === 'round') break
    if (stop === 'between') continue
    if (!stop.named) problems.add(`no name: ${stop.place}`)
    if (!stop.visible) problems.add(`focus cannot be seen: ${stop.place}`)
  }
  for (const place of await page.evaluate(missed)) problems.add(`not reached: ${place}`)
  return [...problems]
}

const mostStops = 250

interface Walk {
  readonly reached: Set<Element>
  readonly wanted: readonly HTMLElement[]
  readonly isWanted: (element: HTMLElement) => boolean
}
interface AxeNames {
  setup(): void
  teardown(): void
  readonly commons: { readonly text: { accessibleText(element: Element): string } }
}
declare const walk: Walk
declare const axe: AxeNames

/** Notes every control that should be reached: of radio buttons in one group the chosen one stands for all. */
function prepare(): void {
  const root = document.querySelector('[role=dialog]') ?? document.body
  const all = root.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex]')
  const isWanted = (element: HTMLElement): boolean => {
    const shown = element.checkVisibility({ visibilityProperty: true })
    const off = element.matches(':disabled, [type=radio]:not(:checked)') || element.closest('[inert]') !== null
    return element.isConnected && element.tabIndex >= 0 && shown && !off
  }
  const wanted = [...all].filter(isWanted)
  Object.assign(globalThis, { walk: { reached: new Set<Element>(), wanted, isWanted } satisfies Walk })
  if (root === document.body && document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

/** `between`: the walk left the page at its end and comes back at its beginning. */
function look(): 'round' | 'between' | { place: string; named: boolean; visible: boolean } {
  const element = document.activeElement
  if (!element || element === document.body) return 'between'
  if (walk.reached.has(element)) return 'round'
  walk.reached.add(element)
  // A list shows its focus by the row that is active.
  const visible = [element, ...element.querySelectorAll('.active, [aria-selected=true]')].some((each) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each)
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
  })
  axe.setup()
  const named = axe.commons.text.accessibleText(element).trim() !== ''
  axe.teardown()
  return { place: element.outerHTML.slice(0, 120), named, visible }
}

/** What was wanted to the end: a card that is still being filled may put some of it away meanwhile. */
function missed(): string[] {
  return walk.wanted
    .filter((each) => walk.isWanted(each) && !walk.reached.has(each))
    .map((each) => each.outerHTML.slice(0, 120))
}
