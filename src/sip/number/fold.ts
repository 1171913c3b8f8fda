import { countryOf, countryOfCore } from './country.ts'
import {
  coreOf,
  isPlanned,
  longestCore,
  oversizeCost,
  readingsOf,
  shortestCore,
  type Core,
  type Readings,
} from './reading.ts'
import { splitDialled, type Confidence } from './split.ts'

/** One dialled string after folding: prefix and core are all of it. */
export interface Folded {
  readonly dialled: string
  readonly core: string
  readonly prefix: string
  readonly confidence: Confidence
}

/**
 * Strings of one suffix that are weighed together: real sweeps try some dozens of prefixes, an attacker may invent any
 * number. What comes after these is read by itself or joins a core that they have.
 */
export const mostFolded = 64

/** What strings must have in common to be one number: the last eight digits. `undefined` when there are fewer. */
export function suffixOf(dialled: string): string | undefined {
  const suffix = dialled.slice(-shortestCore)
  return /^\d{8}$/.test(suffix) ? suffix : undefined
}

/**
 * Folds what was dialled in a window: 981046500729221, 81046500729221, 00046500729221 and +46500729221 become the core
 * 46500729221 behind 9810, 810, 000 and +. Depends on the set alone, not on order or repetition. Work grows with the number
 * of strings, however they are chosen.
 * @param dialled as `dialledString` gives them.
 * @returns one entry for each different string, in order of first appearance.
 */
export function foldNumbers(dialled: readonly string[]): readonly Folded[] {
  const groups = new Map<string, string[]>()
  const all = new Set(dialled)
  for (const text of all) {
    const suffix = suffixOf(text)
    const group = suffix === undefined ? undefined : groups.get(suffix)
    if (group) group.push(text)
    else if (suffix !== undefined) groups.set(suffix, [text])
  }
  const folded = new Map<string, Folded>()
  for (const group of groups.values()) for (const each of foldGroup(group)) folded.set(each.dialled, each)
  return [...all].map((text) => folded.get(text) ?? alone(text))
}

/** Folds different strings with one suffix. */
export function foldGroup(group: readonly string[]): readonly Folded[] {
  if (group.length === 1) return group.map(alone)
  const cores = coresOf(group.length > mostFolded ? shortest(group) : group)
  const strings = new Map<string, number>([...cores].map((core) => [core, 0]))
  for (const text of group) {
    const core = coreIn(text, strings)
    if (core !== undefined) strings.set(core, (strings.get(core) ?? 0) + 1)
  }
  return group.map((text) => joinCore(text, strings))
}

/**
 * Reads a string by the cores that others of its suffix have, or by itself when it has none of them.
 * @param strings how many different strings each core has, this one included.
 */
export function joinCore(text: string, strings: ReadonlyMap<string, number>): Folded {
  const core = coreIn(text, strings)
  if (core === undefined) return alone(text)
  const confidence = confidenceIn(text, core, strings.get(core) ?? 0)
  return { dialled: text, core, prefix: text.slice(0, -core.length), confidence }
}

/** Shortest first: prefixes that are really dialled are short, and any fixed order makes the outcome independent of theirs. */
const shortest = (group: readonly string[]): readonly string[] =>
  [...group].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, mostFolded)

function alone(text: string): Folded {
  const { length, confidence } = splitDialled(text)
  const at = text.length - length
  return { dialled: text, core: text.slice(at), prefix: text.slice(0, at), confidence }
}

/** So many different prefixes before one number leave no doubt where it begins; two make it likely. */
const certain = 3
const likely = 2

function confidenceIn(text: string, core: string, prefixes: number): Confidence {
  const own = splitDialled(text)
  const agreed = own.length === core.length ? own.confidence : 'low'
  if (prefixes < likely || agreed === 'high') return agreed
  if (countryOfCore(core) === undefined) return prefixes >= certain ? 'medium' : 'low'
  return prefixes >= certain ? 'high' : 'medium'
}

/**
 * The longest of the cores that a string ends in. One of no country cannot claim a number that has one: else an attacker
 * dials its last digits behind junk first, and hides it from then on.
 */
function coreIn(text: string, cores: ReadonlyMap<string, number>): string | undefined {
  const core = longestAt(text, cores)
  if (core === undefined || countryOfCore(core) !== undefined) return core
  const own = alone(text)
  return own.core.length > core.length && countryOf(own) !== undefined ? undefined : core
}

function longestAt(text: string, cores: ReadonlyMap<string, number>): string | undefined {
  for (let length = Math.min(longestCore, text.length); length >= shortestCore; length--) {
    const digits = text.slice(-length)
    if (cores.has(digits)) return digits
  }
  return undefined
}

/** A suffix of some of the strings: a core that they may share. */
interface Node {
  readonly core: Core
  readonly children: Map<string, Node>
  /** Strings that have no more digits, or whose core can have no more. */
  readonly ends: Readings[]
}

/**
 * The cheapest set of cores that explains a group: each costs what its numbering plan says (reading.ts), and each string
 * belongs to the longest core it ends in and costs what is left in front (prefix.ts). The suffixes form a tree, so that
 * the cheapest set is found exactly, from the leaves up. Among equals the fewest and longest cores win.
 */
function coresOf(group: readonly string[]): ReadonlySet<string> {
  const [first] = group
  if (first === undefined) return new Set()
  const root = nodeOf(first.slice(-shortestCore))
  for (const text of group) insert(root, readingsOf(text))
  const chosen = new Set<string>()
  const costs = new Map<Node, readonly Choice[]>()
  weigh(root, costs)
  choose(root, undefined, costs, chosen)
  return chosen
}

const nodeOf = (digits: string): Node => ({ core: coreOf(digits), children: new Map(), ends: [] })

function insert(root: Node, readings: Readings): void {
  const { dialled } = readings
  let node = root
  for (let length = shortestCore + 1; length <= Math.min(readings.run, longestCore); length++) {
    const next = dialled.charAt(dialled.length - length)
    const known = node.children.get(next)
    const child = known ?? nodeOf(dialled.slice(-length))
    if (!known) node.children.set(next, child)
    node = child
  }
  node.ends.push(readings)
}

/** For each core that may be the longest one above a node (by index, the first is none): is the node a core, too? */
interface Choice {
  readonly cost: number
  readonly open: boolean
}

/** A core that ends in another core (9 + 1 501 …) is rather that other one behind an outside line. */
const nestedCost = 15
const impossible = 1_000_000_000

/** Choices at each node for every core above it; a node of n digits has n - 8 nodes above it. */
function weigh(node: Node, costs: Map<Node, readonly Choice[]>, above: readonly Core[] = []): readonly Choice[] {
  const below = [...node.children.values()].map((child) => weigh(child, costs, [...above, node.core]))
  const open = node.core.cost + costUnder(node.core, above.length + 1, node, below)
  const choices = [undefined, ...above].map((core, at): Choice => {
    const closed = costUnder(core, at, node, below)
    const opened = core && isPlanned(core) ? open + nestedCost : open
    return opened < closed ? { cost: opened, open: true } : { cost: closed, open: false }
  })
  costs.set(node, choices)
  return choices
}

/** What all below a node costs when `core` is the longest one that they have so far. */
function costUnder(core: Core | undefined, at: number, node: Node, below: readonly (readonly Choice[])[]): number {
  let cost = 0
  for (const choices of below) cost += choices[at]?.cost ?? impossible
  for (const readings of node.ends) cost += Math.min(costOf(readings, core), wholeCost(readings))
  return Math.min(cost, impossible)
}

const costOf = (readings: Readings, core: Core | undefined): number =>
  core ? readings.cost(core, core.digits.length) : impossible

/** Only what is longer than any number may stay whole without being a core. */
const wholeCost = ({ run }: Readings): number => (run > longestCore ? oversizeCost : impossible)

function choose(
  node: Node,
  above: Core | undefined,
  costs: ReadonlyMap<Node, readonly Choice[]>,
  chosen: Set<string>,
): void {
  const at = above ? above.digits.length - shortestCore + 1 : 0
  const open = costs.get(node)?.[at]?.open === true
  if (open) chosen.add(node.core.digits)
  for (const child of node.children.values()) choose(child, open ? node.core : above, costs, chosen)
}
