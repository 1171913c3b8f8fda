import type { FacetList, Facets, FacetValue } from '../../../contract/console/explore.ts'
import type { FieldName } from '../../../filter/fields.ts'
import { classNames } from '../../../sip/attack/class-names.ts'
import { toolName } from '../../../sip/tool/tool.ts'
import type { Reader } from '../connection.ts'
import { listOf, plain, shown, tally, type Names } from './facet-lists.ts'
import { lifeSources } from './shape.ts'
import { kindsOf, sensorsOf, type KindFacts } from './kinds.ts'
import { attemptsByNumber } from './count-numbers.ts'
import { numberTexts } from './numbers.ts'
import type { Plan } from './plan.ts'
import type { Run } from './run.ts'
import { sumsOf, type Sums } from './sums.ts'
import { sourceFacets } from './source-facets.ts'

/** The most frequent values of each field among the matches. */
export function facetsOf(run: Run, plan: Plan): Facets {
  const sums = sumsOf(run, plan)
  const { complete, messages: counted } = sums
  return {
    lists: [...kindFacets(run, sums), ...sourceFacets(run, sums.bySource), numberFacet(run, plan, sums)],
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
