import type { EventValues } from '../store/query/condition.ts'
import type { Position } from '../store/query/events.ts'
import type { Found } from '../store/query/matches.ts'
import { isFault } from '../store/raw/fault.ts'
import { rawOf } from '../store/raw/read.ts'
import type { Searched } from './messages.ts'
import type { Prepared } from './prepare.ts'
import type { Finder } from './searches.ts'

/** Candidates read by the newest ones first, in pieces. */
export interface CandidateSearch {
  /** Goes on behind a place, for some milliseconds. */
  next(after: Position | undefined, signal: { readonly aborted: boolean }): Searched
}

/** Messages whose bytes are read together: neighbours lie in the same blocks. */
const together = 256
/** Milliseconds of one piece. */
const pieceLength = 40

const newest: Position = { time: Number.MAX_SAFE_INTEGER - 1, id: Number.MAX_SAFE_INTEGER }

export function candidateSearch(prepared: Prepared): CandidateSearch {
  let reached: Position | undefined
  let walking: Iterator<Found> | undefined
  /** Found, but not searched yet. */
  let read: Found = { events: [], upTo: undefined }

  const goTo = (after: Position): void => {
    if (reached?.id === after.id && reached.time === after.time) return
    walking = prepared.plan.newest(after)[Symbol.iterator]()
    read = { events: [], upTo: undefined }
    reached = after
  }
  /** @returns the next ones, which may be none; `undefined` at the end. */
  const peek = (): readonly EventValues[] | undefined => {
    if (read.events.length === 0) {
      const step = walking?.next()
      if (!step || step.done === true) return undefined
      read = step.value
      if (read.events.length === 0) reached = read.upTo ?? reached
    }
    return read.events.slice(0, together)
  }
  const advance = (count: number): void => {
    const last = read.events[count - 1]
    read = { ...read, events: read.events.slice(count) }
    reached = (read.events.length === 0 ? read.upTo : last) ?? reached
  }
  return {
    next: (after = newest, signal) => {
      goTo(after)
      const end = performance.now() + pieceLength
      const hits: number[] = []
      let [searched, unread] = [0, 0]
      do {
        const events = signal.aborted ? undefined : peek()
        if (!events) return { hits, searched, unread }
        const found = hitsAmong(prepared, events, end)
        advance(found.looked)
        hits.push(...found.hits)
        searched += found.looked - found.unread
        unread += found.unread
      } while (performance.now() < end)
      return { hits, searched, unread, rest: { kind: 'candidates', after: reached ?? after } }
    },
  }
}

interface Looked {
  readonly hits: readonly number[]
  readonly unread: number
  /** How many of them it came to. */
  readonly looked: number
}

/** @param end when to stop: some messages take a second. */
function hitsAmong({ run, plan, finders }: Prepared, events: readonly EventValues[], end: number): Looked {
  const raw = rawOf(
    run.reader,
    events.map(({ id }) => id),
  )
  const hits: number[] = []
  let [unread, looked] = [0, 0]
  for (const event of events) {
    const bytes = raw.get(event.id)
    if (bytes === undefined || isFault(bytes)) unread += 1
    else if (plan.holds(event, matchesIn(finders, bytes))) hits.push(event.id)
    looked += 1
    if (performance.now() >= end) break
  }
  return { hits, unread, looked }
}

const matchesIn = (finders: readonly Finder[], bytes: Uint8Array): readonly boolean[] =>
  finders.map((finder) => finder.isIn(bytes))
