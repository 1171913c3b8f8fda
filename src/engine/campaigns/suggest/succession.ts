import type { Postings } from './postings.ts'
import type { Union } from './union.ts'

/** Whether one of two groups came when the other left: who changes tools and networks goes on where it stopped. */
export type Follows = (one: number, other: number) => boolean

/** When most of a group came, UTC milliseconds: first and last are those of stragglers. */
interface Stay {
  readonly from: number
  readonly to: number
}

const straggling = 0.1
/** Fewer say nothing about when a group came. */
const fewest = 20
const day = 86_400_000
/** Between the last of one and the first of the next, and of both staying together. */
const longestPause = 3 * day
const mostOverlap = 0.15

export function successions({ addresses, firstSeen }: Postings, union: Union, sizes: Uint32Array): Follows {
  const times = new Map<number, number[]>()
  for (let source = 0; source < addresses.length; source++) {
    const group = union.find(source)
    if ((sizes[group] ?? 0) < fewest) continue
    const list = times.get(group)
    if (list) list.push(firstSeen[source] ?? 0)
    else times.set(group, [firstSeen[source] ?? 0])
  }
  const stays = new Map([...times].map(([group, list]) => [group, stayOf(list)]))
  return (one, other) => {
    const [a, b] = [stays.get(one), stays.get(other)]
    return a !== undefined && b !== undefined && (a.from <= b.from ? isNext(a, b) : isNext(b, a))
  }
}

function stayOf(times: number[]): Stay {
  times.sort((a, b) => a - b)
  const at = (part: number): number => times[Math.floor((times.length - 1) * part)] ?? 0
  return { from: at(straggling), to: at(1 - straggling) }
}

function isNext(before: Stay, after: Stay): boolean {
  const pause = after.from - before.to
  const shorter = Math.min(before.to - before.from, after.to - after.from)
  return pause <= longestPause && -pause <= mostOverlap * shorter
}
