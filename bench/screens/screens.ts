import type { Page } from 'playwright-core'
import type { BenchStore } from '../stores/stores.ts'
import type { Sight } from './marks.ts'

/** A way to a screen: what is done before, the key that is timed, and what tells that the screen is there. */
export interface Way {
  readonly name: string
  readonly before?: (page: Page) => Promise<void>
  /** Pressed in turn; the last one counts. */
  readonly keys: readonly string[]
  /** The screen itself: its heading or its list. */
  readonly shown: Omit<Sight, 'name'>
  /** What was asked of the engine has come. */
  readonly filled: Omit<Sight, 'name'>
}

/** Single letters act while the focus is in the main area and nobody types. */
const main = (page: Page): Promise<void> => page.locator('#main').focus()
const onTabs = (page: Page): Promise<void> => page.locator('[role=tab][aria-selected=true]').focus()

const grid = (label: string): string => `main [role=grid][aria-label="${label}"]`
const firstRow = (label: string): string => `${grid(label)} [role=row][aria-rowindex="2"]:not(.waiting)`
const answered = (label: string): Way['filled'] => ({ element: `${grid(label)} .empty, ${firstRow(label)}` })

/** To the rows of a list on another screen. */
const onRows =
  (key: string, label: string) =>
  async (page: Page): Promise<void> => {
    await main(page)
    for (const stroke of ['g', key]) await page.keyboard.press(stroke)
    await page.locator(firstRow(label)).waitFor()
    await page.locator(grid(label)).focus()
  }

const screen = (name: string, key: string, shown: Way['shown'], filled: Way['filled']): Way => ({
  ...{ name, before: main, keys: ['g', key], shown, filled },
})
const tab = (name: string): Way => ({
  ...{ name: `Explore, ${name}`, before: onTabs, keys: ['ArrowRight'] },
  ...{ shown: { element: grid(name) }, filled: { element: firstRow(name) } },
})

/** Every screen in an order in which each is reached from another one, Explore's tabs and what a row opens among them. */
export const ways: readonly Way[] = [
  screen('Live', 'l', { heading: 'Live' }, { element: firstRow('Top attackers') }),
  screen('Campaigns', 'c', { heading: 'Campaigns' }, answered('Campaigns')),
  screen('Bans', 'b', { element: 'main .screen' }, { element: 'main .lanes, main .empty' }),
  screen('Whitelists', 'w', { heading: 'Whitelist' }, answered('Whitelist entries')),
  screen('Sensors', 's', { heading: 'Sensors' }, { element: firstRow('Sensors') }),
  screen('Reports', 'r', { heading: 'Incident report' }, { heading: 'Preview' }),
  screen('Settings & data', ',', { heading: 'Settings & data' }, { heading: 'Storage' }),
  screen('Explore, Dialogs', 'e', { element: grid('Dialogs') }, { element: firstRow('Dialogs') }),
  ...['Messages', 'Sources', 'Numbers', 'Fingerprints'].map(tab),
  {
    ...{ name: 'Profile', before: onRows('l', 'Top attackers'), keys: ['Enter'] },
    ...{ shown: { element: 'main .waiting > p, main .source' }, filled: { element: 'main .source .timeline canvas' } },
  },
  {
    ...{ name: 'Dialog', before: onRows('e', 'Dialogs'), keys: ['Enter'] },
    ...{ shown: { element: 'main .waiting > p, main .ladder' }, filled: { element: 'main .ladder' } },
  },
]

/** What stands behind Explore's path for all that a store holds. */
export function allOf(
  { from, to }: Pick<BenchStore, 'from' | 'to'>,
  more: Readonly<Record<string, string>> = {},
): string {
  const time = (at: number): string => new Date(at).toISOString()
  return `?${String(new URLSearchParams({ range: `${time(from)}..${time(to + 1)}`, ...more }))}`
}
