import type { Checked, Query } from '../../contract/console/explore.ts'
import { echoOf } from '../../filter/echo/echo.ts'
import { hitsOf } from '../store/query/hits.ts'
import { names } from '../store/query/resolve.ts'
import { ask, type Asking } from './ask.ts'

/** While somebody types: the rest of 150 ms is for reading the filter and for the way there and back. */
const budget = 110

/** What a filter means and how much it matches, or what is wrong with it. */
export function check(reading: Asking, query: Query): Checked {
  const began = performance.now()
  const asked = ask(reading, query, reading.patience ?? budget)
  const { problems, filter } = asked
  if (!filter) return { ok: false, problems }
  const { plan, run } = asked
  const wordIs = (text: string) => plan.words.find((word) => word.text === text)?.field
  const systems = names(filter, 'asn') ? run.systems() : undefined
  const systemName = (number: number) => systems?.nameOf(number)
  const echo = echoOf(filter, { now: run.now, zone: query.zone, wordIs, systemName })
  const hits = hitsOf(run, plan)
  const milliseconds = Math.round(performance.now() - began)
  return { ok: true, echo, problems, hits: { ...hits, milliseconds }, hunt: plan.searches.length > 0 }
}
