import type { Stretch } from '../../store/raw/block.ts'
import { leap } from './leap.ts'
import type { Window } from './windows.ts'

/** Whether the message at a place has a match. */
export type IsIn = (place: number) => boolean

/** One way of marking the messages of a stretch that have a match. All ways mark the same. */
export type Way = (stretch: Stretch, isIn: IsIn, found: Uint8Array) => void

/** Looks at each message. */
export const oneByOne: Way = (_, isIn, found) => {
  for (let place = 0; place < found.length; place += 1) if (isIn(place)) found[place] = 1
}

/** Looks at those that hold a window. */
export function throughWindow({ source, length }: Window): Way {
  const form = new RegExp(source, 'g')
  return (stretch, isIn, found) => {
    const { starts, bytes } = stretch
    const begin = starts[0] ?? 0
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
      'latin1',
      begin,
      starts[found.length],
    )
    const next = (from: number): number => {
      form.lastIndex = from - begin
      return form.test(text) ? form.lastIndex - length + begin : -1
    }
    leap(stretch, { length, next }, (place) => {
      if (isIn(place)) found[place] = 1
    })
  }
}

/** Stretches for each way; the first ones run before their code is compiled. */
const [warm, tried] = [2, 4]
/** Stretches until it is found out again: traffic of another day is other traffic. */
const goodFor = 1_000

/** Takes the way that costs least, which only what arrived can tell: each is tried, and timed. */
export function cheapestOf(ways: readonly Way[]): Way {
  let run = 0
  let costs: number[] = []
  const trials = ways.length * (warm + tried)
  const next = (): number => (run < trials ? run % ways.length : costs.indexOf(Math.min(...costs)))
  return (stretch, isIn, found) => {
    const chosen = next()
    const way = ways[chosen] ?? oneByOne
    if (run >= trials) way(stretch, isIn, found)
    else {
      const began = performance.now()
      way(stretch, isIn, found)
      const cost = (performance.now() - began) / Math.max(1, found.length)
      if (run >= ways.length * warm) costs[chosen] = Math.min(costs[chosen] ?? Infinity, cost)
    }
    run += 1
    if (run < goodFor) return
    run = ways.length * warm
    costs = []
  }
}
