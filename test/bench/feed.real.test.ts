import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { BenchResult } from '../../bench/bench.ts'

const main = join(import.meta.dirname, '../../bench/main.ts')

it('the feed answers the requests of a bench beside plain HTTP with the same bytes', () => {
  const printed = execFileSync(process.execPath, [main, 'feed', '--json', '--size', '3k'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const rows = JSON.parse(printed) as BenchResult[]
  expect(rows.map(({ name }) => name)).toEqual([
    'feed: full page',
    'feed: full page, CPU time',
    'feed: pull of 3 pages',
    'feed: pull of 3 pages, CPU time',
  ])
  for (const { ours, baseline, ratio } of rows) {
    expect(ours).toBeGreaterThan(0)
    expect(ratio).toBeCloseTo(ours / (baseline ?? 0), 6)
  }
})
