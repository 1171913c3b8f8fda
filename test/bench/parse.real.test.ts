import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { BenchResult } from '../../bench/bench.ts'

const main = join(import.meta.dirname, '../../bench/main.ts')

it('the benches of reading SIP run against their peers', () => {
  const printed = execFileSync(process.execPath, [main, 'parse', 'analyse', '--json', '--size', '3k'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const rows = JSON.parse(printed) as BenchResult[]
  expect(rows.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^parse vs npm's fastest, (drachtio-sip|sip)$/),
    'parse vs plain split',
    'analyse vs parse alone',
  ])
  for (const { ours, baseline, ratio } of rows) {
    expect(ours).toBeGreaterThan(0)
    expect(ratio).toBeCloseTo(ours / (baseline ?? 0), 6)
  }
})
