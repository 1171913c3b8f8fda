import { percentile, sizeText, type Bench, type BenchOptions, type BenchResult } from './bench.ts'
import { residentBytes, pageProcess } from './memory/processes.ts'
import { withScreen, type Screened } from './screens/host.ts'
import { watchSights } from './screens/marks.ts'
import { findNumbers } from './screens/numbers.ts'
import { openPlain, plainBox } from './screens/plain-page.ts'
import { allOf } from './screens/screens.ts'
import { scrollAll, type Smoothness } from './screens/scrolling.ts'
import { visitAll, type Visit } from './screens/visits.ts'
import { smallest, type BenchStore } from './stores/stores.ts'

const goals = { paint: 300, frame: 32, number: 1_000, engine: 350, page: 300 }
/** Rounds of all screens, seconds of each way of scrolling, and numbers that are typed. */
const usual = { rounds: 3, seconds: 6, typed: 20 }
/** Enough to see that all of it runs. */
const brief = { rounds: 1, seconds: 0.5, typed: 2 }
/** `num:` is held against what the traffic really dialled in so many events. */
const mostNumbers = 2_000_000

/** What somebody at the browser sees of a store: every screen's first paint, a long list that is scrolled, and a number that is looked for. */
export const screensBench: Bench = async (options) => {
  const store = await options.stores.of(options.size)
  const effort = effortFor(options)
  const lines = await withScreen(store.directory, async (screened) => {
    const visits = await visitsOf(screened, store, effort.rounds)
    const smooth = await smoothnessOf(screened, store, effort.seconds)
    return [...visitLines(visits), ...scrollLines(smooth.ours, smooth.plain), ...(await memoryLines(screened))]
  })
  const sized = lines.map((line) => ({ ...line, size: sizeText(options.size) }))
  return [...sized, ...(await numberLines(options))]
}

const effortFor = ({ size }: BenchOptions) => (size < smallest ? brief : usual)

type Line = Omit<BenchResult, 'size'>

async function visitsOf(screened: Screened, store: BenchStore, rounds: number): Promise<readonly Visit[]> {
  const { page, origin } = screened
  // The store's days are long over: the top bar is set to all of them.
  await page.goto(`${origin}/explore${allOf(store)}`)
  await page.locator('#explore-rows [role=row][aria-rowindex="2"]').waitFor()
  await watchSights(page)
  const visits: Visit[] = []
  for (let round = 0; round < rounds; round += 1) visits.push(...(await visitAll(screened)))
  return visits
}

async function smoothnessOf({ browser, page, origin }: Screened, store: BenchStore, seconds: number) {
  const list = '#explore-rows [role=grid]'
  await page.goto(`${origin}/explore${allOf(store, { tab: 'messages', answers: '1' })}`)
  await page.locator(`${list} [role=row][aria-rowindex="2"]:not(.waiting)`).waitFor()
  const box = await page.locator(list).boundingBox()
  const ours = await scrollAll(browser, page, list, seconds)
  const beside = await page.context().newPage()
  await openPlain(beside, { width: box?.width ?? 1000, height: box?.height ?? 500 })
  const plain = await scrollAll(browser, beside, plainBox, seconds)
  await beside.close()
  return { ours, plain }
}

function visitLines(visits: readonly Visit[]): readonly Line[] {
  const names = [...new Set(visits.map(({ name }) => name))]
  const worst = (times: readonly number[]): number => percentile(times, 0.95)
  const all = timeLine(
    'screens: all, first paint p95',
    worst(visits.map(({ shown }) => shown)),
    `≤ ${goals.paint} ms`,
    goals.paint,
  )
  return [
    all,
    ...names.flatMap((name) => {
      const here = visits.filter((visit) => visit.name === name)
      const shown = worst(here.map((visit) => visit.shown))
      const filled = worst(here.map((visit) => visit.filled))
      return [
        timeLine(`screens: ${name}, first paint`, shown, `≤ ${goals.paint} ms`, goals.paint),
        timeLine(`screens: ${name}, of it work of the page`, worst(here.map(({ work }) => work)), 'noted', Infinity),
        timeLine(`screens: ${name}, with its rows`, filled, 'noted', Infinity),
      ]
    }),
  ]
}

const timeLine = (name: string, ours: number, goal: string, most: number): Line => ({
  ...{ name, ours, baseline: null, unit: 'ms', ratio: null, goal, met: ours <= most },
})

/** Ours beside static rows in the same browser in the same minute. */
function scrollLines(ours: ReadonlyMap<string, Smoothness>, plain: ReadonlyMap<string, Smoothness>): readonly Line[] {
  return [...ours].flatMap(([way, own]) => {
    const beside = plain.get(way)
    const line = (what: string, pick: (of: Smoothness) => number): Line => {
      const [value, baseline] = [pick(own), beside ? pick(beside) : NaN]
      const ratio = baseline > 0 ? value / baseline : null
      return { ...timeLine(`scrolling by ${way}: ${what}`, value, `≤ ${goals.frame} ms`, goals.frame), baseline, ratio }
    }
    const dropped = line('dropped frames', (of) => (100 * of.dropped) / (of.dropped + of.frames))
    return [
      line('frame p95', ({ frameP95 }) => frameP95),
      line('frame with new rows p95', ({ rowsP95 }) => rowsP95),
      { ...dropped, unit: '%', goal: 'noted', met: true },
    ]
  })
}

async function memoryLines({ browser, page, pid }: Screened): Promise<readonly Line[]> {
  const line = (who: string, bytes: number, goal: number): Line => ({
    ...timeLine(`screens: memory of the ${who}`, bytes / 1e6, `≤ ${goal} MB`, goal),
    unit: 'MB',
  })
  return [
    line('engine', residentBytes(pid), goals.engine),
    line('page', residentBytes(await pageProcess(browser, page)), goals.page),
  ]
}

async function numberLines(options: BenchOptions): Promise<readonly BenchResult[]> {
  const store = await options.stores.of(Math.min(options.size, mostNumbers))
  const { real, unreal, milliseconds } = await findNumbers(store, effortFor(options).typed)
  const slowest = percentile(milliseconds, 0.95)
  return [
    shareLine(`num: recall, ${real.numbers} numbers, ${real.wanted} dialogs`, real.right / real.wanted, true),
    shareLine('num: precision', real.right / real.found, true),
    shareLine(`num: recall of ${unreal.numbers} numbers that nobody has`, unreal.right / unreal.wanted, false),
    timeLine('num: Enter to rows, p95', slowest, `≤ ${goals.number} ms`, goals.number),
  ].map((line) => ({ ...line, size: sizeText(store.ours.events) }))
}

const shareLine = (name: string, share: number, isGoal: boolean): Line => ({
  ...{ name, ours: 100 * share, baseline: null, unit: '%', ratio: null },
  ...{ goal: isGoal ? '100 %' : 'noted', met: !isGoal || share === 1 },
})
