import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { BenchResult } from '../../bench/bench.ts'

const main = join(import.meta.dirname, '../../bench/main.ts')

it('every screen, a scrolled list and a number are timed by the frames of a browser', () => {
  const printed = execFileSync(process.execPath, [main, 'screens', '--json', '--size', '4k'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const rows = JSON.parse(printed) as BenchResult[]
  const named = (begin: string): readonly BenchResult[] => rows.filter(({ name }) => name.startsWith(begin))
  const paints = named('screens: ').filter(({ name }) => name.endsWith(', first paint'))
  expect(paints).toHaveLength(14)
  expect(paints.filter(({ ours }) => !(ours > 0))).toEqual([])
  expect(named('scrolling by ').filter(({ unit, ours }) => unit === 'ms' && !(ours > 0))).toEqual([])
  expect(named('num: Enter')[0]?.ours).toBeGreaterThan(0)
  // What is found depends on no machine: here the goal holds.
  for (const { name, ours } of [...named('num: recall,'), ...named('num: precision')]) expect(ours, name).toBe(100)
}, 900_000)
