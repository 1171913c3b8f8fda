import type { ByteGraph } from './graph.ts'

/**
 * Bytes that lie one behind the other in every match: of each place is known which bytes it may hold. A message without
 * such a stretch has no match. V8's own regular expressions find stretches fast, and in linear time: each begins and ends
 * with a certain byte, nothing repeats, so that there is nothing to go back to.
 */
export interface Window {
  /** For RegExp, over one character per byte. */
  readonly source: string
  readonly length: number
}

/** Bytes looked at beside a step that every match takes. */
const reach = 12
/** What so many different bytes may be at says little; at the ends of a window it is left out. */
const wide = 100
/** Of information: what has less is in most messages. */
const leastBits = 14
/** Each is tried out. */
const most = 4

/** The most telling ones; none when a match needs nothing in particular. */
export function windowsOf(graph: ByteGraph): readonly Window[] {
  if (graph.empty) return []
  const before = stepsBefore(graph)
  const covered = new Set<number>()
  const windows: { readonly window: Window; readonly bits: number }[] = []
  for (const step of requiredSteps(graph)) {
    if (covered.has(step)) continue
    const places = trimmed(
      [...backwards(graph, before, step, covered), [step], ...forwards(graph, step, covered)],
      graph,
    )
    const bits = places.reduce((sum, bytes) => sum + 8 - Math.log2(bytes.length), 0)
    if (bits >= leastBits)
      windows.push({ window: { source: places.map(classOf).join(''), length: places.length }, bits })
  }
  return windows
    .sort((a, b) => b.bits - a.bits)
    .slice(0, most)
    .map(({ window }) => window)
}

/** Steps that every match takes, in the order in which it takes them. */
function requiredSteps(graph: ByteGraph): readonly number[] {
  return (pathWithout(graph, -1) ?? []).filter((step) => !pathWithout(graph, step))
}

/** The steps of a shortest match that does not take a certain one. */
function pathWithout({ first, next, ends }: ByteGraph, without: number): readonly number[] | undefined {
  const cameFrom = new Map<number, number>()
  const open: number[] = []
  const reach = (step: number, from: number): void => {
    if (step === without || cameFrom.has(step)) return
    cameFrom.set(step, from)
    open.push(step)
  }
  for (const step of first) reach(step, -1)
  for (let at = 0; at < open.length; at += 1) {
    const step = open[at] ?? 0
    if (ends[step]) return pathTo(cameFrom, step)
    for (const following of next[step] ?? []) reach(following, step)
  }
  return undefined
}

function pathTo(cameFrom: ReadonlyMap<number, number>, end: number): readonly number[] {
  const path: number[] = []
  for (let step = end; step >= 0; step = cameFrom.get(step) ?? -1) path.push(step)
  return path.reverse()
}

function stepsBefore({ next }: ByteGraph): readonly (readonly number[])[] {
  const before: number[][] = next.map(() => [])
  for (const [step, following] of next.entries()) for (const each of following) before[each]?.push(step)
  return before
}

type Places = readonly (readonly number[])[]

/** Steps that may have been taken so many bytes before one; until a match may begin in between. */
function backwards(graph: ByteGraph, before: Places, step: number, covered: Set<number>): Places {
  const first = new Set(graph.first)
  const grow = (steps: readonly number[]): readonly number[] | undefined =>
    steps.some((each) => first.has(each)) ? undefined : unique(steps.flatMap((each) => before[each] ?? []))
  return grown(step, grow, covered).reverse()
}

function forwards({ next, ends }: ByteGraph, step: number, covered: Set<number>): Places {
  const grow = (steps: readonly number[]): readonly number[] | undefined =>
    steps.some((each) => ends[each]) ? undefined : unique(steps.flatMap((each) => next[each] ?? []))
  return grown(step, grow, covered)
}

type Grow = (steps: readonly number[]) => readonly number[] | undefined

/** @param covered gets the steps that stand alone: a window around them would be this one. */
function grown(step: number, grow: Grow, covered: Set<number>): (readonly number[])[] {
  const places: (readonly number[])[] = []
  for (let steps = grow([step]); steps && places.length < reach; steps = grow(steps)) {
    places.push(steps)
    const [only, ...others] = steps
    if (only !== undefined && others.length === 0) covered.add(only)
  }
  return places
}

const unique = (steps: readonly number[]): readonly number[] => [...new Set(steps)]

/** @returns of each place the bytes it may hold. */
function trimmed(places: Places, { reads }: ByteGraph): readonly (readonly number[])[] {
  const bytes = places.map((steps) =>
    Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => steps.some((step) => reads[step]?.[byte] === 1)),
  )
  const isTelling = (of: readonly number[]): boolean => of.length <= wide
  return bytes.slice(Math.max(0, bytes.findIndex(isTelling)), bytes.findLastIndex(isTelling) + 1)
}

/** A class in RegExp's syntax, of codes alone: nothing of a pattern gets into it as it was written. */
function classOf(bytes: readonly number[]): string {
  const ranges: { from: number; to: number }[] = []
  for (const byte of bytes) {
    const last = ranges.at(-1)
    if (last?.to === byte - 1) last.to = byte
    else ranges.push({ from: byte, to: byte })
  }
  const inside = ranges.map(({ from, to }) => (from === to ? code(from) : `${code(from)}-${code(to)}`)).join('')
  return bytes.length === 1 ? inside : `[${inside}]`
}

const code = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`
