import { createSuggester } from '../src/engine/campaigns/suggest/suggester.ts'
import { generateMonth } from '../test/support/month/month.ts'
import type { Bench, BenchResult } from './bench.ts'

const mostSources = 30_000
const mostNew = 1_000
const goals = { full: 2_000, update: 0.05 }
const rounds = 5

/**
 * Suggested campaigns of a month of sources, all at once, and of its last thousand sources after all the others. A size
 * of fewer events than a month has sources asks for fewer sources; processor time, the best of some rounds.
 */
export const clusterBench: Bench = ({ size }) => {
  const sources = Math.min(mostSources, size)
  const fresh = Math.ceil((mostNew * sources) / mostSources)
  const month = generateMonth(1, { sources, operators: Math.max(2, Math.round(sources / 750)) })
  const facts = month.sources.map((source) => source.facts)
  const times = Array.from({ length: rounds }, () => {
    const suggester = createSuggester()
    suggester.update(facts.slice(0, -fresh))
    const update = spent(() => suggester.update(facts.slice(-fresh)))
    return { update, full: spent(() => createSuggester().update(facts)) }
  })
  const full = Math.min(...times.map((time) => time.full))
  const update = Math.min(...times.map((time) => time.update))
  const figures = { size: sources.toLocaleString('en'), unit: 'ms' }
  const results: readonly BenchResult[] = [
    {
      ...{ name: 'cluster, all at once', ...figures, ours: full, baseline: null, ratio: null },
      ...{ goal: `≤ ${goals.full} ms`, met: full <= goals.full },
    },
    {
      ...{ name: `cluster, ${fresh} new`, ...figures, ours: update, baseline: full, ratio: update / full },
      ...{ goal: `≤ ${goals.update}×`, met: update / full <= goals.update },
    },
  ]
  return Promise.resolve(results)
}

/** Milliseconds of processor time. */
function spent(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
