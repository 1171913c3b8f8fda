import type { FacetList } from '../../../contract/console/explore.ts'
import { severityCodes } from '../codes.ts'
import { count, listOf, plain, type Tally } from './facet-lists.ts'
import type { Run } from './run.ts'
import { systemCounts } from './systems.ts'
import { sourceBans } from './terms/standing.ts'

/** The lists of what belongs to sources. @param bySource matches, by the id of the source. */
export function sourceFacets(run: Run, bySource: Float64Array): readonly FacetList[] {
  const { countries, verdicts } = byFacts(run, bySource)
  const networks = systemCounts(run, bySource)
  return [
    listOf('country', countries),
    ...(networks ? [listOf('asn', new Map(networks.map((each) => [each.value, each])))] : []),
    listOf('verdict', verdicts),
    listOf('ban', byBan(run, bySource)),
    listOf('label', byName(run, bySource, labels)),
    listOf('campaign', byName(run, bySource, campaigns)),
  ]
}

interface SourceFacts {
  readonly id: number
  readonly place: number | null
  readonly verdict: number
}

const facts = 'SELECT id, place, verdict FROM source'
const stretches = `${facts} WHERE id > ? AND id <= ?`
const listed = `${facts} WHERE id IN (SELECT value FROM json_each(?))`
const sourcesAtOnce = 20_000
/** Of fewer than one source in so many each is looked up. */
const fewOf = 8

function* factsOf(run: Run, bySource: Float64Array): Generator<readonly SourceFacts[]> {
  for (let from = 0; from < bySource.length; from += sourcesAtOnce) {
    run.pause()
    const ids = idsWithMatches(bySource, from, Math.min(from + sourcesAtOnce, bySource.length - 1))
    if (ids.length * fewOf >= sourcesAtOnce) yield run.reader.all<SourceFacts>(stretches, from, from + sourcesAtOnce)
    else if (ids.length > 0) yield run.reader.all<SourceFacts>(listed, JSON.stringify(ids))
  }
}

function idsWithMatches(bySource: Float64Array, from: number, to: number): readonly number[] {
  const ids: number[] = []
  for (let id = from + 1; id <= to; id += 1) if ((bySource[id] ?? 0) > 0) ids.push(id)
  return ids
}

/** Added up by number first: a text is looked up for each place and verdict, not for each source. */
function byFacts(run: Run, bySource: Float64Array): { readonly countries: Tally; readonly verdicts: Tally } {
  const [places, verdicts] = [new Map<number, number>(), new Map<number, number>()]
  const add = (sums: Map<number, number>, key: number, messages: number): void => {
    sums.set(key, (sums.get(key) ?? 0) + messages)
  }
  for (const rows of factsOf(run, bySource)) {
    for (const { id, place, verdict } of rows) {
      const messages = bySource[id] ?? 0
      if (messages <= 0) continue
      if (place !== null) add(places, place, messages)
      add(verdicts, verdict, messages)
    }
  }
  const countries = run.reader.all<{ id: number; country: string }>('SELECT id, country FROM place')
  return {
    countries: named(countries.map(({ id, country }) => [country, places.get(id)])),
    verdicts: named([...verdicts].map(([code, messages]) => [severityCodes.decode(code), messages])),
  }
}

function named(sums: readonly (readonly [string, number | undefined])[]): Tally {
  const counts: Tally = new Map()
  for (const [name, messages = 0] of sums) if (messages > 0) count(counts, plain(name), messages)
  return counts
}

/** Whoever is not banned counts as such; few are. */
function byBan({ reader }: Run, bySource: Float64Array): Tally {
  let without = bySource.reduce((sum, messages) => sum + Math.max(0, messages), 0)
  const sums = [...sourceBans(reader)].map(([id, { state }]): [string, number] => {
    const messages = Math.max(0, bySource[id] ?? 0)
    without -= messages
    return [state, messages]
  })
  return named([...sums, ['no', without]])
}

const labels = 'SELECT s.id, l.text FROM label l CROSS JOIN source s ON s.address = l.address'
const campaigns = `SELECT DISTINCT s.id, c.name AS text FROM campaign c CROSS JOIN campaign_source m ON m.campaign = c.id
  CROSS JOIN source s ON s.address = m.address`

function byName({ reader }: Run, bySource: Float64Array, sql: string): Tally {
  const rows = reader.all<{ id: number; text: string }>(sql)
  return named(rows.map(({ id, text }) => [text, Math.max(0, bySource[id] ?? 0)]))
}
