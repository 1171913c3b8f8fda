import type { EventValues } from '../store/query/condition.ts'
import { eventsBetween, eventsOfIds } from '../store/query/events.ts'
import { scanBlocks } from '../store/raw/scan.ts'
import type { Stretch } from '../store/raw/block.ts'
import type { Prepared } from './prepare.ts'
import type { Searched } from './messages.ts'

/** Milliseconds: what is slow to search is told block by block. */
const longest = 50

interface Ids {
  readonly first: number
  readonly last: number
}

/** Searches all messages of some ids: bytes first, and of the messages that may be hits what else is asked for. */
export function searchIds(prepared: Prepared, ids: Ids, signal: { readonly aborted: boolean }): Searched {
  const { run, plan } = prepared
  const span = plan.span ?? { from: 0, to: 0 }
  const time = { from: Math.max(0, span.from), to: Math.min(span.to, Number.MAX_SAFE_INTEGER) }
  const unreadIn = (first: number, last: number): number =>
    first > last ? 0 : eventsBetween(run, first, last, span).filter((event) => plan.isCandidate(event)).length
  const hits: number[] = []
  const end = performance.now() + longest
  let [searched, unread, below] = [0, 0, ids.last]
  for (const scanned of scanBlocks(run.reader, { ...ids, ...time, order: 'newest' }, signal)) {
    const { first, last } = scanned.kind === 'stretch' ? endsOf(scanned.stretch) : scanned.frame
    // Ids between two stretches have no bytes any more, or are of another time.
    unread += unreadIn(Math.max(last + 1, ids.first), below)
    below = first - 1
    if (scanned.kind === 'stretch') {
      searched += scanned.stretch.ids.length
      hits.push(...hitsIn(prepared, scanned.stretch))
    } else unread += unreadIn(Math.max(first, ids.first), Math.min(last, ids.last))
    if (performance.now() >= end && below >= ids.first) {
      return { hits, searched, unread, rest: { kind: 'ids', first: ids.first, last: below } }
    }
  }
  return { hits, searched, unread: unread + unreadIn(ids.first, below) }
}

const endsOf = ({ ids }: Stretch): Ids => ({ first: ids[0] ?? 0, last: ids.at(-1) ?? 0 })

function hitsIn(prepared: Prepared, stretch: Stretch): readonly number[] {
  const count = stretch.ids.length
  const marks = prepared.finders.map((finder) => {
    const found = new Uint8Array(count)
    finder.mark(stretch, found)
    return found
  })
  const possible = new Map<number, readonly boolean[]>()
  for (let place = 0; place < count; place += 1) {
    const matches = prepared.matchesFrom(marks, place)
    if (matches) possible.set(stretch.ids[place] ?? 0, matches)
  }
  if (possible.size === 0) return []
  const holds = (event: EventValues): boolean => prepared.plan.holds(event, possible.get(event.id) ?? [])
  return eventsOfIds(prepared.run, [...possible.keys()])
    .filter(holds)
    .map(({ id }) => id)
    .sort((a, b) => b - a)
}
