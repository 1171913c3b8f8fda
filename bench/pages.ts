import { percentile, sizeText, type Bench, type BenchResult } from './bench.ts'
import { runEngine, type EngineRun } from './engine.ts'
import type { PageTimes } from './pages/page.ts'
import { smallest } from './stores/stores.ts'

const mostMilliseconds = 100
const mostGrowth = 2
/** Processes, each of which is asked for every page once cold and some times warm. */
const processes = 3
const warmRounds = 7
const memoryGoal = 350

/**
 * How long every screen and twenty filters take until their first page is there, beside the same at 0.2 M events. Cold:
 * the first time in a new process, whose connections have read nothing; the system's cache of files stays as it is.
 */
export const pagesBench: Bench = async ({ size, stores }) => {
  const [large, small] = [await stores.of(size), size > smallest ? await stores.of(smallest) : undefined]
  const runs = { ours: [] as EngineRun[], baseline: [] as EngineRun[] }
  for (let turn = 0; turn < processes; turn += 1) {
    if (small) runs.baseline.push(await runEngine(small, 'pages', warmRounds))
    runs.ours.push(await runEngine(large, 'pages', warmRounds))
  }
  const [ours, baseline] = [merged(runs.ours), merged(runs.baseline)]
  const lines = [...summary(ours, baseline), ...eachPage(ours, baseline), memoryLine(runs.ours, runs.baseline)]
  return lines.map((line) => ({ ...line, size: sizeText(size) }))
}

type Line = Omit<BenchResult, 'size'>

interface Times {
  readonly name: string
  readonly cold: readonly number[]
  readonly warm: readonly number[]
}

const merged = (runs: readonly EngineRun[]): readonly Times[] =>
  (runs[0]?.pages ?? []).map(({ name }, at) => {
    const times = runs.flatMap(({ pages }): PageTimes[] => pages.slice(at, at + 1))
    return { name, cold: times.map(({ cold }) => cold), warm: times.flatMap(({ warm }) => warm) }
  })

/** Over all pages together. */
function summary(ours: readonly Times[], baseline: readonly Times[]): readonly Line[] {
  return (['cold', 'warm'] as const).flatMap((how) =>
    [0.5, 0.95].map((share) => {
      const of = (times: readonly Times[]): number | null => {
        const value = percentile(
          times.flatMap((page) => page[how]),
          share,
        )
        return Number.isNaN(value) ? null : value
      }
      const name = `pages: all, ${how}, p${share * 100}`
      const line = lineOf(name, of(ours) ?? NaN, of(baseline))
      const met = line.met && (line.ratio === null || line.ratio <= mostGrowth)
      return { ...line, met, goal: `≤ ${mostMilliseconds} ms, ≤ ${mostGrowth}×` }
    }),
  )
}

/** Each page's worst but one in twenty, cold ones among them. */
function eachPage(ours: readonly Times[], baseline: readonly Times[]): readonly Line[] {
  const worst = ({ cold, warm }: Times): number => percentile([...cold, ...warm], 0.95)
  return ours.map((page, at) => {
    const before = baseline[at]
    return lineOf(`pages: ${page.name}`, worst(page), before ? worst(before) : null)
  })
}

function lineOf(name: string, ours: number, baseline: number | null): Line {
  const ratio = baseline === null ? null : ours / baseline
  return { name, ours, baseline, unit: 'ms', ratio, goal: `≤ ${mostMilliseconds} ms`, met: ours <= mostMilliseconds }
}

function memoryLine(ours: readonly EngineRun[], baseline: readonly EngineRun[]): Line {
  const most = (runs: readonly EngineRun[]): number => Math.max(...runs.map(({ rss }) => rss)) / 1e6
  const before = baseline.length === 0 ? null : most(baseline)
  const line = lineOf('pages: most memory of the engine', most(ours), before)
  return { ...line, unit: 'MB', goal: `≤ ${memoryGoal} MB`, met: line.ours <= memoryGoal }
}
