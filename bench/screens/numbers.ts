import { isValidPhoneNumber } from 'libphonenumber-js/max'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { wrappedCores } from '../../test/support/wrapped-numbers.ts'
import type { BenchStore } from '../stores/stores.ts'
import { paintAfter, pressedBefore } from './frames.ts'
import { withScreen, type Screened } from './host.ts'
import { expectSights, sightsSeen, watchSights } from './marks.ts'
import { allOf } from './screens.ts'
import { traced } from './trace.ts'
import { wrapIn, type WrappedStore } from './wrapped-store.ts'

export interface NumbersFound {
  /** Numbers that somebody has: what is dialled behind prefixes is to be found by these. */
  readonly real: Told
  /** Numbers that nobody has: where one of no numbering plan begins, its digits do not tell (90 970850780348). */
  readonly unreal: Told
  /** Milliseconds from Enter to the frame that first shows rows, for each number once. */
  readonly milliseconds: readonly number[]
}

/** Dialogs that dialled some numbers, those that `num:` found, and those that are both. */
interface Told {
  readonly numbers: number
  readonly wanted: number
  readonly found: number
  readonly right: number
}

type Dialled = WrappedStore['dialled']

/** Looks for every number of a store by `num:`, and types some of them into Explore. */
export async function findNumbers(store: BenchStore, typed: number): Promise<NumbersFound> {
  const wrapped = await wrapIn(store)
  const { directory, dialled } = wrapped
  try {
    return await withScreen(directory, async (screened) => ({
      real: await told(screened.client, dialled, isReal),
      unreal: await told(screened.client, dialled, (core) => !isReal(core)),
      milliseconds: await typeAll(screened, [...wrappedCores, ...dialled.keys()].slice(0, typed), store),
    }))
  } finally {
    wrapped.remove()
  }
}

/** By a library that our own reading of numbers does not ask. */
const isReal = (core: string): boolean => isValidPhoneNumber(`+${core}`)

async function told(client: ConsoleClient, dialled: Dialled, counts: (core: string) => boolean): Promise<Told> {
  const sums = { numbers: 0, wanted: 0, found: 0, right: 0 }
  for (const [core, wanted] of dialled) {
    if (!counts(core)) continue
    const found = await dialogsOf(client, core)
    sums.numbers += 1
    sums.wanted += wanted.size
    sums.found += found.size
    sums.right += wanted.intersection(found).size
  }
  return sums
}

async function dialogsOf(client: ConsoleClient, core: string): Promise<ReadonlySet<string>> {
  const query = { filter: `num:${core}`, zone: 'UTC', answers: false }
  const found = new Set<string>()
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await client.call('explore.dialogs', { query, limit: 500, ...(cursor !== undefined && { cursor }) })
    for (const { callId } of page.rows) found.add(callId)
    cursor = page.next
  }
  return found
}

/** Types each filter into Explore, over all that is stored. */
async function typeAll({ browser, page, origin }: Screened, cores: readonly string[], store: BenchStore) {
  await page.goto(`${origin}/explore${allOf(store, { filter: 'num:0000000' })}`)
  await page.getByText('No dialog').or(page.locator('main .empty')).first().waitFor()
  await watchSights(page)
  const times: number[] = []
  for (const core of cores) {
    await page.locator('#main').focus()
    await page.keyboard.press('/')
    await page.keyboard.press('Control+a')
    await sleep(rest)
    const events = await traced(browser, async () => {
      await expectSights(page, [{ name: 'rows', element: firstDialog, digits: core }])
      await page.keyboard.insertText(`num:${core}`)
      await page.keyboard.press('Enter')
      await sightsSeen(page, patience)
      await sleep(rest)
    })
    times.push((paintAfter(events, 'seen rows') - pressedBefore(events, 'seen rows')) / 1000)
  }
  return times
}

const firstDialog = 'main [role=grid][aria-label="Dialogs"] [role=row][aria-rowindex="2"]:not(.waiting)'
const patience = 30_000
const rest = 150
