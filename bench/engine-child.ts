import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createEngine } from '../src/engine/engine.ts'
import { attachClient, engineOptions } from '../test/support/engine.ts'
import type { EngineRun } from './engine.ts'
import { numberPages } from './pages/numbers.ts'
import { liveScreen, screens } from './pages/screens.ts'
import { filterPages } from './pages/filters.ts'
import type { Ask, PageTimes } from './pages/page.ts'

/** The engine in a process of its own, asked by a page that is no page: prints what took how long as JSON. */
const { values } = parseArgs({
  options: {
    directory: { type: 'string', default: '' },
    /** UTC milliseconds of the newest event: what Live shows ends there. */
    to: { type: 'string', default: '0' },
    ask: { type: 'string', default: 'live' },
    rounds: { type: 'string', default: '1' },
  },
})

/** Milliseconds for all rounds. */
const patience = 120_000

const began = performance.now()
const engine = await createEngine(engineOptions(values.directory))
const client = attachClient(engine)
const live = liveScreen(Number(values.to))
await live.ask(client)
const opened = performance.now() - began

const pages = await askAll(await asked(), Number(values.rounds))
const run: EngineRun = { opened, pages, rss: residentBytes() }
await engine.close()
process.stdout.write(`${JSON.stringify(run)}\n`)

async function asked(): Promise<readonly Ask[]> {
  if (values.ask === 'number') return numberPages(client)
  if (values.ask !== 'pages') return []
  return [live, ...(await screens(client, Number(values.to))), ...(await filterPages(client, Number(values.to)))]
}

/** Each in turn, round by round. The first time counts apart: nothing of the page has been read before. */
async function askAll(pages: readonly Ask[], rounds: number): Promise<readonly PageTimes[]> {
  const times = pages.map(({ name }) => ({ name, cold: 0, warm: [] as number[] }))
  const until = performance.now() + patience
  for (let round = 0; round <= rounds && performance.now() < until; round += 1) {
    for (const [at, page] of pages.entries()) {
      const asked = performance.now()
      await page.ask(client)
      const took = performance.now() - asked
      const time = times[at]
      if (round === 0) Object.assign(time ?? {}, { cold: took })
      else time?.warm.push(took)
    }
  }
  return times
}

/** Highest since the start where the system says so. */
function residentBytes(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    return Number(kilobytes) * 1024
  } catch {
    return process.memoryUsage.rss()
  }
}
