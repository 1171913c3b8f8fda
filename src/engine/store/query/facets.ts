import type { FacetList, Facets, FacetValue } from '../../../contract/console/explore.ts'
import type { FieldName } from '../../../filter/fields.ts'
import { classNames } from '../../../sip/attack/class-names.ts'
import { toolName } from '../../../sip/tool/tool.ts'
import { severityCodes } from '../codes.ts'
import type { Reader } from '../connection.ts'
import { lifeSources } from './shape.ts'
import { kindsOf, sensorsOf, type KindFacts } from './kinds.ts'
import { attemptsByNumber } from './count-numbers.ts'
import { numberTexts } from './numbers.ts'
import type { Plan } from './plan.ts'
import type { Run } from './run.ts'
import { sumsOf, type Sums } from './sums.ts'
import { systemNames } from './systems.ts'
import { sourceBans } from './terms/standing.ts'

const shown = 12

/** What a thing counts under, as the filter language writes it and as people read it; several for labels and campaigns. */
interface Name {
  readonly value: string
  readonly label: string
}

type Names = readonly Name[]

const plain = (text: string | undefined): Names => (text ? [{ value: text, label: text }] : [])

/** The most frequent values of each field among the matches. */
export function facetsOf(run: Run, plan: Plan): Facets {
  const sums = sumsOf(run, plan)
  const { complete, messages: counted } = sums
  return {
    lists: [...kindFacets(run, sums), ...sourceFacets(run, sums), numberFacet(run, plan, sums)],
    complete,
    counted,
  }
}

type KindNames = Partial<Record<FieldName, (kind: KindFacts) => Names>>

/** What a kind counts under, by the fields that lists of values are made of. */
export function kindNames(reader: Reader): KindNames {
  const sensors = sensorsOf(reader)
  return {
    method: ({ method }) => plain(method),
    code: ({ status }) => plain(status?.toString()),
    class: (kind) => [{ value: kind.class, label: classNames[kind.class] }],
    tool: ({ tool }) => [{ value: tool, label: toolName(tool) }],
    risk: ({ severity }) => plain(severity),
    rr: ({ proof }) => plain(proof),
    sensor: ({ sensor }) => plain(sensors.get(sensor)?.name),
    transport: ({ transport }) => plain(transport),
    ua: ({ userAgent }) => plain(userAgent),
    region: ({ sensor }) => plain(sensors.get(sensor)?.region),
    dst: ({ address }) => plain(address),
    dir: ({ direction }) => plain(direction),
    malformed: ({ fault }) => plain(fault === undefined ? 'no' : 'yes'),
    fingerprint: ({ fingerprint }) => plain(fingerprint),
  }
}

/** Those of them that stand beside the list. */
const shownFields = ['method', 'code', 'class', 'tool', 'risk', 'rr', 'sensor', 'transport', 'ua'] as const

function kindFacets(run: Run, { byKind }: Sums): readonly FacetList[] {
  const names = kindNames(run.reader)
  const kinds = kindsOf(run.reader).filter(({ id }) => (byKind[id] ?? 0) > 0)
  return shownFields.map((field) =>
    listOf(
      field,
      tally(kinds, names[field], ({ id }) => byKind[id] ?? 0),
    ),
  )
}

interface SourceFacts {
  readonly id: number
  readonly address: string
  readonly place: number | null
  readonly verdict: number
}

const stretch = 20_000
const facts = 'SELECT id, address, place, verdict FROM source WHERE id > ? AND id <= ?'

function sourceFacets(run: Run, { bySource }: Sums): readonly FacetList[] {
  const fields = sourceNames(run)
  const counts = fields.map(() => new Map<string, FacetValue>())
  for (let from = 0; from < bySource.length; from += stretch) {
    run.pause()
    if (!bySource.subarray(from + 1, from + stretch + 1).some((messages) => messages > 0)) continue
    for (const source of run.reader.all<SourceFacts>(facts, from, from + stretch)) {
      const messages = bySource[source.id] ?? 0
      if (messages <= 0) continue
      fields.forEach(({ namesOf }, at) => count(counts[at], namesOf(source), messages))
    }
  }
  return fields.map(({ field }, at) => listOf(field, counts[at] ?? new Map<string, FacetValue>()))
}

interface SourceField {
  readonly field: FieldName
  readonly namesOf: (source: SourceFacts) => Names
}

function sourceNames(run: Run): readonly SourceField[] {
  const { reader } = run
  const places = new Map(
    reader
      .all<{ id: number; country: string }>('SELECT id, country FROM place')
      .map(({ id, country }) => [id, plain(country)]),
  )
  const bans = sourceBans(reader)
  const networks = systemNames(run)
  const labels = byAddress(reader.all('SELECT address, text FROM label'))
  const campaigns = byAddress(
    reader.all('SELECT m.address, c.name AS text FROM campaign_source m JOIN campaign c ON c.id = m.campaign'),
  )
  return [
    { field: 'country', namesOf: ({ place }) => (place === null ? [] : (places.get(place) ?? [])) },
    ...(networks ? [{ field: 'asn' as const, namesOf: ({ address }: SourceFacts) => networks(address) }] : []),
    { field: 'verdict', namesOf: ({ verdict }) => plain(severityCodes.decode(verdict)) },
    { field: 'ban', namesOf: ({ id }) => plain(bans.get(id)?.state ?? 'no') },
    { field: 'label', namesOf: ({ address }) => labels.get(address) ?? [] },
    { field: 'campaign', namesOf: ({ address }) => campaigns.get(address) ?? [] },
  ]
}

function byAddress(rows: readonly { readonly address: string; readonly text: string }[]): ReadonlyMap<string, Names> {
  const names = new Map<string, Name[]>()
  for (const { address, text } of rows) {
    const known = names.get(address) ?? []
    if (!known.some(({ value }) => value === text)) known.push(...plain(text))
    names.set(address, known)
  }
  return names
}

/** More matches are not looked at one by one for one list beside the others. */
const mostLookedAt = 30_000

const noNumbers: FacetList = { field: 'num', values: [], more: 0, leftOut: true }

/** Left out when finding it would take a look at more messages than there is time for. */
function numberFacet(run: Run, plan: Plan, { messages, complete }: Sums): FacetList {
  if (!lifeSources(run, plan) && (messages > mostLookedAt || !complete)) return noNumbers
  const { numbers, newest } = attemptsByNumber(run, plan)
  if (newest !== undefined) return noNumbers
  const top = [...numbers].sort((a, b) => b.matching - a.matching || a.id - b.id).slice(0, shown)
  const texts = numberTexts(
    run,
    top.map(({ id }) => id),
  )
  const values = top.flatMap(({ id, matching }): readonly FacetValue[] =>
    plain(texts.get(id)?.text).map((name) => ({ ...name, messages: matching })),
  )
  return { field: 'num', values, more: numbers.length - top.length }
}

type Tally = Map<string, FacetValue>

type NamesOf<Row> = ((row: Row) => Names) | undefined

function tally<Row>(rows: readonly Row[], namesOf: NamesOf<Row>, messagesOf: (row: Row) => number): Tally {
  const counts: Tally = new Map()
  for (const row of rows) count(counts, namesOf?.(row) ?? [], messagesOf(row))
  return counts
}

function count(counts: Tally | undefined, names: Names, messages: number): void {
  for (const name of names) {
    counts?.set(name.value, { ...name, messages: (counts.get(name.value)?.messages ?? 0) + messages })
  }
}

function listOf(field: FieldName, counts: Tally): FacetList {
  const values = [...counts.values()].sort((a, b) => b.messages - a.messages || (a.value < b.value ? -1 : 1))
  return { field, values: values.slice(0, shown), more: Math.max(0, values.length - shown) }
}
