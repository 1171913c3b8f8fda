import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { analyseBench } from './analyse.ts'
import { parseSize, type Bench, type BenchResult } from './bench.ts'
import { clusterBench } from './cluster.ts'
import { feedBench } from './feed.ts'
import { huntBench } from './hunt.ts'
import { ingestBench } from './ingest.ts'
import { live } from './live.ts'
import { memoryBench } from './memory.ts'
import { numberBench } from './number.ts'
import { openBench } from './open.ts'
import { pagesBench } from './pages.ts'
import { parseBench } from './parse.ts'
import { screensBench } from './screens.ts'
import { sizeBench } from './size.ts'
import { openStores } from './stores/stores.ts'

/** Every bench by its name; `npm run bench` without names runs them all. */
const benches: Readonly<Record<string, Bench>> = {
  parse: parseBench,
  analyse: analyseBench,
  cluster: clusterBench,
  ingest: ingestBench,
  hunt: huntBench,
  size: sizeBench,
  open: openBench,
  pages: pagesBench,
  number: numberBench,
  screens: screensBench,
  memory: memoryBench,
  feed: feedBench,
  // Measured over time, not over a number of events: a small size asks for the short run.
  live: ({ size }) => live(size < 200_000 ? 'small' : 'full'),
}

const { values, positionals } = parseArgs({
  options: {
    size: { type: 'string', default: '0.2M' },
    /** A folder in which stores are kept for the next run. */
    store: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})

const stores = openStores(values.store)
const results: BenchResult[] = []
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
    const bench = benches[name]
    if (!bench) throw new Error(`there is no bench ${name}; there are: ${Object.keys(benches).join(', ')}`)
    results.push(...(await bench({ size: parseSize(values.size), stores })))
  }
} finally {
  stores.close()
}
process.stdout.write(values.json ? `${JSON.stringify(results)}\n` : table(results))

function table(rows: readonly BenchResult[]): string {
  const shown = rows.map(({ name, size, ours, baseline, unit, ratio, goal, met }) => [
    ...[
      name,
      size,
      number(ours),
      number(baseline),
      unit,
      ratio === null ? '–' : `${ratio.toFixed(2)}×`,
      goal,
      met ? 'met' : 'missed',
    ],
  ])
  const head = ['bench', 'size', 'ours', 'baseline', 'unit', 'ratio', 'goal', '']
  const widths = head.map((title, column) => Math.max(...[head, ...shown].map((row) => (row[column] ?? title).length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`
  return [...[head, ...shown].map(line), machine, ''].join('\n')
}

function number(value: number | null): string {
  return value === null ? '–' : Math.round(value).toLocaleString('en')
}
