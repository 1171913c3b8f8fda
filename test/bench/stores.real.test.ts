import { execFileSync } from 'node:child_process'
import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BenchResult } from '../../bench/bench.ts'
import { temporaryDirectory } from '../support/engine.ts'

const main = join(import.meta.dirname, '../../bench/main.ts')
const size = '4k'

let directory = ''
let remove = (): void => undefined
beforeAll(() => {
  ;[directory, remove] = temporaryDirectory()
})
afterAll(() => remove())

function bench(...names: readonly string[]): readonly BenchResult[] {
  const args = [main, ...names, '--json', '--size', size, '--store', directory]
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(printed) as BenchResult[]
}

it('ingest and size compare one store with plain inserts of the same events, and keep it for the next run', () => {
  const [ingest, bytes] = bench('ingest', 'size')
  expect([ingest?.name, bytes?.name]).toEqual(['ingest', 'store size'])
  for (const row of [ingest, bytes]) {
    expect(row?.ours).toBeGreaterThan(0)
    expect(row?.ratio).toBeCloseTo((row?.ours ?? NaN) / (row?.baseline ?? NaN), 6)
  }
  const store = join(directory, '0.004M', 'console.db')
  expect(bytes?.ours).toBeCloseTo(statSync(store).size / 4_000, 6)
  const builtAt = statSync(store).ctimeMs
  expect(bench('ingest')[0]).toEqual(ingest)
  expect(statSync(store).ctimeMs).toBe(builtAt)
})

it('a number is found by the engine and by the scan', () => {
  const [number] = bench('number')
  expect(number?.ours).toBeGreaterThan(0)
  expect(number?.baseline).toBeGreaterThan(0)
})

it('every screen and twenty filters answer with a first page', () => {
  const rows = bench('open', 'pages')
  expect(rows[0]?.name).toBe('open')
  const pages = rows.filter(({ name }) => /^pages: (?!all|most)/.test(name))
  expect(pages.length).toBeGreaterThan(35)
  expect(pages.filter(({ ours }) => !(ours > 0))).toEqual([])
  expect(rows.find(({ name }) => name.includes('memory'))?.ours).toBeGreaterThan(50)
})

it('a store of another format is built anew', () => {
  rmSync(join(directory, '0.004M', 'bench.json'))
  bench('size')
  expect(existsSync(join(directory, '0.004M', 'bench.json'))).toBe(true)
})
