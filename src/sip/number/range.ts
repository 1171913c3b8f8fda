/** Numbers dialled one after another: the same digits, then a tail that was counted through. */
export interface NumberRange {
  /** The digits all have in common. */
  readonly stem: string
  /** How many digits at the end differ: 1 to 4. */
  readonly tail: number
  /** Different numbers of the range that were dialled. */
  readonly numbers: number
  /** The least and the greatest of them. */
  readonly from: string
  readonly to: string
}

const longestTail = 4
const shortestStem = 3
/** Fewer numbers that look alike are the extensions or lines of one company. */
const fewestNumbers = 5
/** A longer tail must explain this much more to be taken for the range: a stray neighbour does not widen it. */
const enough = 0.9
/** What is looked at: a range sweep is plain long before. */
const mostLookedAt = 4_096

/**
 * The range that a sweep counts through (`svwar --template=9011467%03i`), or `undefined`: at least five numbers of one
 * length that differ in their last one to four digits. Give it what one source dialled behind one prefix.
 * @param cores digits; repetitions count once.
 */
export function rangeOf(cores: readonly string[]): NumberRange | undefined {
  const different = [...new Set(cores.slice(0, mostLookedAt))].filter((core) => /^\d+$/.test(core))
  if (different.length < fewestNumbers) return undefined
  const tails = Array.from({ length: longestTail }, (_, at) => at + 1)
  const ranges = tails.map((tail) => largest(different, tail))
  const most = Math.max(...ranges.map((range) => range?.numbers ?? 0))
  return ranges.find((range) => range && range.numbers >= fewestNumbers && range.numbers >= most * enough)
}

function largest(cores: readonly string[], tail: number): NumberRange | undefined {
  const ranges = new Map<string, NumberRange>()
  let best: NumberRange | undefined
  for (const core of cores) {
    const stem = core.slice(0, -tail)
    if (core.length - tail < shortestStem) continue
    const key = `${core.length} ${stem}`
    const range = widened(ranges.get(key) ?? { stem, tail, numbers: 0, from: core, to: core }, core)
    ranges.set(key, range)
    if (!best || range.numbers > best.numbers) best = range
  }
  return best
}

/** Numbers of one length compare like their texts. */
const widened = (range: NumberRange, core: string): NumberRange => ({
  ...range,
  numbers: range.numbers + 1,
  from: core < range.from ? core : range.from,
  to: core > range.to ? core : range.to,
})
