import type { ToolId } from '../../../contract/console/vocabulary.ts'
import { keptSince } from '../verify/kept.ts'
import { kindsOf, type KindFacts } from './kinds.ts'
import { pairTest, stepsOf } from './pairs.ts'
import type { Part, Plan } from './plan.ts'
import { kindsInStep } from './rollups.ts'
import { lengthOf, type Run } from './run.ts'
import { has } from './sets.ts'
import { correctedSourceSet, sourceSet, type SourceSet } from './source-sets.ts'
import { strategyOf, testsEvents } from './strategy.ts'
import { countInto } from './sums.ts'
import { waysOf } from './ways.ts'

/** A fingerprint among the matches. */
export interface CountedFingerprint {
  readonly id: number
  readonly text: string
  readonly matching: number
  /** Those used most first. */
  readonly tools: readonly ToolId[]
  /** How many sources have it; looked up when it is asked for. */
  sources(): number
}

export interface Fingerprints {
  readonly found: readonly CountedFingerprint[]
  readonly complete: boolean
  /** Matches looked at. */
  readonly looked: number
}

/** The fingerprints among the matches. */
export function countFingerprints(run: Run, plan: Plan): Fingerprints {
  const [only, ...more] = plan.parts
  const ever = only && more.length === 0 ? countedEver(run, only) : undefined
  if (ever) return { ...fingerprintsOf(run, ever, (kinds) => sourcesEver(run, kinds)), complete: true }
  const { byKind, sets, complete } = counted(run, plan)
  return { ...fingerprintsOf(run, byKind, (_kinds, id) => sets.get(id)?.size() ?? 0), complete }
}

/** Messages of each kind, whoever sent them, when the part asks for kinds of all time and no source was given up. */
function countedEver(run: Run, part: Part): Float64Array | undefined {
  if (part.from !== -Infinity || part.to !== Infinity || testsEvents(part.condition)) return undefined
  const { exact, kinds, sources } = pairTest(part.condition)
  if (!exact || sources || keptSince(run.reader).sources > 0) return undefined
  const byKind = new Float64Array(lengthOf(run.reader, 'kind'))
  for (const step of stepsOf(run, part)) {
    run.pause()
    for (const { kind, messages } of kindsInStep(run, step)) {
      if (!kinds || has(kinds, kind)) byKind[kind] = (byKind[kind] ?? 0) + messages
    }
  }
  return byKind
}

const ofKinds = `SELECT json_group_array(source) AS sources FROM source_kind INDEXED BY source_kind_kind
  WHERE kind IN (SELECT value FROM json_each(?)) GROUP BY kind`

/** How many sources ever sent one of these kinds. */
function sourcesEver(run: Run, kinds: readonly KindFacts[]): number {
  run.pause()
  const lists = run.reader.all<{ sources: string }>(ofKinds, JSON.stringify(kinds.map(({ id }) => id)))
  const set = sourceSet(lengthOf(run.reader, 'source'))
  for (const { sources } of lists) for (const source of JSON.parse(sources) as number[]) set.add(source, 1)
  return set.size()
}

interface Counted {
  readonly byKind: Float64Array
  /** By the id of the fingerprint. */
  readonly sets: ReadonlyMap<number, SourceSet>
  readonly complete: boolean
}

function counted(run: Run, plan: Plan): Counted {
  const byKind = new Float64Array(lengthOf(run.reader, 'kind'))
  const length = lengthOf(run.reader, 'source')
  const makeSet = isCorrected(run, plan) ? correctedSourceSet : () => sourceSet(length)
  const sets = new Map<number, SourceSet>()
  const setOfKind: (SourceSet | undefined)[] = []
  for (const { id, fingerprintId } of kindsOf(run.reader)) {
    if (!fingerprintId) continue
    const set = sets.get(fingerprintId) ?? makeSet()
    sets.set(fingerprintId, set)
    setOfKind[id] = set
  }
  const complete = countInto(run, plan, {
    pair: (source, kind, messages) => {
      byKind[kind] = (byKind[kind] ?? 0) + messages
      setOfKind[kind]?.add(source, messages)
    },
  })
  return { byKind, sets, complete }
}

function isCorrected(run: Run, { parts }: Plan): boolean {
  const ways = waysOf(run)
  return parts.some(({ condition }) => {
    const strategy = strategyOf(run, condition, ways)
    return strategy.kind === 'sums' && strategy.corrections.length > 0
  })
}

/** @param sources how many of them have a fingerprint, whose kinds among the matches are told. */
function fingerprintsOf(
  run: Run,
  byKind: Float64Array,
  sources: (kinds: readonly KindFacts[], id: number) => number,
): Omit<Fingerprints, 'complete'> {
  const messagesOf = (kind: KindFacts): number => byKind[kind.id] ?? 0
  const kinds = kindsOf(run.reader).filter((kind) => messagesOf(kind) !== 0)
  const found = [...Map.groupBy(kinds, ({ fingerprintId }) => fingerprintId ?? 0)].flatMap(([id, those]) => {
    const matching = those.reduce((sum, kind) => sum + messagesOf(kind), 0)
    const [first] = those
    if (id === 0 || !first || matching <= 0) return []
    const text = first.fingerprint ?? ''
    return { id, text, matching, tools: toolsOf(those, messagesOf), sources: () => sources(those, id) }
  })
  return { found, looked: byKind.reduce((sum, messages) => sum + messages, 0) }
}

function toolsOf(kinds: readonly KindFacts[], messagesOf: (kind: KindFacts) => number): readonly ToolId[] {
  const counts = new Map<ToolId, number>()
  for (const kind of kinds) counts.set(kind.tool, (counts.get(kind.tool) ?? 0) + messagesOf(kind))
  return [...counts]
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([tool]) => tool)
}
