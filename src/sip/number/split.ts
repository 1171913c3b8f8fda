import {
  coreOf,
  leastCoreCost,
  longestCore,
  oversizeCost,
  readingsOf,
  shortestCore,
  type Core,
  type Readings,
} from './reading.ts'

/**
 * How sure it is where a number begins.
 * - `high`: an international access code (`+`, `00`, `011` …) stands before a number that its country has assigned, and
 *   no other reading comes near; or several different prefixes were dialled before the same number.
 * - `medium`: a numbering plan has the number and no other reading comes near, but nothing marks it as international.
 * - `low`: several readings are about as likely, or no plan has the number.
 */
export type Confidence = 'high' | 'medium' | 'low'

export interface Split {
  /** Digits of the core; the rest, in front, is the prefix. */
  readonly length: number
  readonly confidence: Confidence
}

/** Other readings this much worse are out of the question. */
const farBehind = 6
/** A number without anything in front this long is no national one. */
const longForNational = 11

/**
 * Where the core begins in a dialled string, as far as the string alone tells. Every place where 8 to 15 digits follow
 * is weighed: what the prefix costs (prefix.ts) and what the number costs (reading.ts); the cheapest wins, among equals
 * the longest core. Digits that no plan has keep no prefix but one that ends in an access code.
 */
export function splitDialled(dialled: string): Split {
  const known = recent.get(dialled) ?? older.get(dialled)
  if (known) return known
  const split = weigh(dialled)
  remember(dialled, split)
  return split
}

function weigh(dialled: string): Split {
  const readings = readingsOf(dialled)
  const { run } = readings
  if (run < shortestCore) return { length: run, confidence: 'low' }
  let best = { cost: run > longestCore ? oversizeCost : Infinity, length: run, core: undefined as Core | undefined }
  let second = Infinity
  for (let length = Math.min(run, longestCore); length >= shortestCore; length--) {
    if (leastCoreCost + readings.prefixCost(length) >= best.cost + farBehind) continue
    const core = coreOf(dialled.slice(-length))
    const cost = core.cost + readings.cost(core, length)
    if (cost < best.cost) {
      second = best.cost
      best = { cost, length, core }
    } else second = Math.min(second, cost)
  }
  return { length: best.length, confidence: confidenceOf(readings, best.core, second - best.cost) }
}

function confidenceOf(readings: Readings, core: Core | undefined, lead: number): Confidence {
  if (!core || core.fit === 'coded' || core.fit === 'none' || lead < farBehind) return 'low'
  const { length } = core.digits
  if (readings.marked(length) && core.fit === 'assigned') return 'high'
  return length === readings.dialled.length && length < longForNational ? 'low' : 'medium'
}

/** Attackers choose what is dialled: two generations, of which the older is forgotten when the newer is full. */
const generation = 4_096
let recent = new Map<string, Split>()
let older = new Map<string, Split>()

function remember(dialled: string, split: Split): void {
  if (recent.size >= generation) {
    older = recent
    recent = new Map()
  }
  recent.set(dialled, split)
}
