import { shallowRef, type ShallowRef } from 'vue'
import type { Page } from '../../contract/console/vocabulary.ts'
import type { Timers } from '../../contract/rpc/connect.ts'
import type { RowSource } from './row-source.ts'

/** A page and, when the engine had no time for all, how much of the hits it looked at. */
export interface PartialPage<Row> extends Page<Row> {
  readonly complete?: boolean
  readonly newest?: number
}

/** Where a page begins: behind another one, or by its place. */
export interface PagePlace {
  readonly cursor?: string
  readonly offset?: number
  readonly limit: number
}

export interface PagedOptions<Row> {
  readonly read: (place: PagePlace, signal: AbortSignal) => Promise<PartialPage<Row>>
  /** At least so many rows there are, when that is known before all of them were read. */
  readonly total?: () => number | undefined
  /** Rows beyond this cannot be reached. */
  readonly most: number
  readonly timers: Timers
}

export interface PagedRows<Row> extends RowSource<Row> {
  /** The first page has come, or the reading of it failed. */
  readonly answered: boolean
  readonly reading: boolean
  readonly error: unknown
  /** What the last page said of its completeness. */
  readonly partial: { readonly newest: number | undefined } | undefined
  /** Whether `length` is how many there are, and not only how many are known. */
  readonly lengthIsKnown: boolean
  /** Reads what is on screen again and forgets the rest; rows stay until new ones come. */
  refresh(): void
  /** Goes on after an error, or after `stop`. */
  retry(): void
  /** Nobody looks any more: what is on its way is not wanted. */
  stop(): void
}

export const pageLength = 200
/** Pages on their way at once: the engine has two threads that read. */
const mostAtOnce = 2
/** Pages that are kept, 12,000 rows; those farthest from the screen go first. */
const mostKept = 60
/** So many rows before a list that scrolls comes to a page, the page is asked for. */
const ahead = 100
/** A dragged scroll bar passes hundreds of pages; only where it slows down they are worth asking for. */
const settling = 25

const pageOf = (index: number): number => Math.floor(index / pageLength)

interface Kept<Row> {
  readonly rows: readonly Row[]
  readonly next: string | undefined
  /** Nothing is missing from it. */
  readonly whole: boolean
  /** To be read again. */
  readonly old: boolean
}

/** Rows that are read by pages as they come into sight, and kept for a while. */
export function createPagedRows<Row>(options: PagedOptions<Row>): PagedRows<Row> {
  const pages = new Map<number, Kept<Row>>()
  const running = new Map<number, AbortController>()
  /** One value for all that is shown: pages come one by one, and the screen is drawn once. */
  const state: ShallowRef<{ answered: boolean; error: unknown; newest: number | undefined; complete: boolean }> =
    shallowRef({ answered: false, error: undefined, newest: undefined, complete: true })
  const underWay = shallowRef(0)
  /** What `loaded` answers, until a page comes or goes: cursor and commands ask at every key. */
  let flat: readonly Row[] | undefined
  let end: number | undefined
  let wanted: readonly number[] = [0]
  let wantedFrom = 0
  let pumping: (() => void) | undefined
  let stopped = false

  const pump = (): void => {
    pumping = undefined
    if (stopped || state.value.error !== undefined) return
    for (const [page, abort] of running) if (!wanted.includes(page)) abort.abort()
    const missing = wanted.filter((page) => !running.has(page) && isMissing(page))
    for (const page of missing.slice(0, Math.max(0, mostAtOnce - running.size))) void load(page)
  }
  const isMissing = (page: number): boolean => {
    const kept = pages.get(page)
    return (!kept || kept.old || !kept.whole) && !(end !== undefined && page > 0 && page * pageLength >= end)
  }
  const soon = (): void => {
    pumping ??= options.timers.after(settling, pump)
  }

  /** Where the rest of a page is read, or the whole. */
  function placeOf(page: number, have: Kept<Row> | undefined): PagePlace {
    if (have?.next !== undefined) return { cursor: have.next, limit: pageLength - have.rows.length }
    const before = pages.get(page - 1)
    if (before?.whole && before.next !== undefined) return { cursor: before.next, limit: pageLength }
    return { ...(page > 0 ? { offset: page * pageLength } : {}), limit: pageLength }
  }

  /** A page may come in pieces: the engine ends one when its time is up. Each is shown at once. */
  async function readWhole(page: number, signal: AbortSignal): Promise<void> {
    const kept = pages.get(page)
    for (let have = kept?.old ? undefined : kept; !have?.whole;) {
      const { rows, next, complete = true, newest } = await options.read(placeOf(page, have), signal)
      if (signal.aborted) return
      const all = [...(have?.rows ?? []), ...rows]
      have = { rows: all, next, old: false, whole: next === undefined || all.length >= pageLength }
      pages.set(page, have)
      flat = undefined
      noteEnd(page, have)
      state.value = { answered: true, error: undefined, complete, newest }
    }
  }

  /** The page that a list comes to when it goes on as it does; none for a jump, and none before the list begins to move. */
  function comingUp(from: number, to: number): readonly number[] {
    const step = from - wantedFrom
    if (step === 0 || Math.abs(step) > pageLength) return []
    return [pageOf(Math.max(0, step > 0 ? Math.min(to + ahead, length() - 1) : from - ahead))]
  }

  function noteEnd(page: number, { rows, next }: Kept<Row>): void {
    if (next === undefined) end = page * pageLength + rows.length
    else if (end !== undefined && end <= page * pageLength + rows.length) end = undefined
  }

  async function load(page: number): Promise<void> {
    const abort = new AbortController()
    running.set(page, abort)
    underWay.value = running.size
    try {
      await readWhole(page, abort.signal)
      forgetFar(page)
    } catch (error) {
      if (!abort.signal.aborted) state.value = { ...state.value, answered: true, error }
    } finally {
      if (running.get(page) === abort) running.delete(page)
      underWay.value = running.size
      pump()
    }
  }

  function forgetFar(page: number): void {
    if (pages.size <= mostKept) return
    const [farthest] = [...pages.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page))
    if (farthest !== undefined) pages.delete(farthest)
    flat = undefined
  }

  function length(): number {
    if (end !== undefined) return Math.min(end, options.most)
    const known = Math.max(
      0,
      ...[...pages].map(([page, { rows, next }]) => page * pageLength + rows.length + (next ? 1 : 0)),
    )
    return Math.min(Math.max(known, options.total?.() ?? 0), options.most)
  }

  return {
    still: true,
    get length() {
      // Where nothing could be read no places are kept for it: what went wrong must be in sight.
      return state.value.answered && pages.size > 0 ? length() : 0
    },
    at(index) {
      return state.value.answered ? pages.get(pageOf(index))?.rows[index % pageLength] : undefined
    },
    want(from, to) {
      const first = Math.max(0, pageOf(from))
      const last = Math.max(first, pageOf(to - 1))
      const inSight = Array.from({ length: Math.min(4, last - first + 1) }, (_, at) => first + at)
      wanted = [...new Set([...inSight, ...comingUp(from, to)])]
      wantedFrom = from
      soon()
    },
    loaded() {
      if (!state.value.answered) return []
      flat ??= [...pages].sort(([a], [b]) => a - b).flatMap(([, { rows }]) => rows)
      return flat
    },
    get answered() {
      return state.value.answered
    },
    get reading() {
      return underWay.value > 0
    },
    get error() {
      return state.value.error
    },
    get partial() {
      return state.value.complete ? undefined : { newest: state.value.newest }
    },
    get lengthIsKnown() {
      return state.value.answered && end !== undefined
    },
    refresh() {
      for (const abort of running.values()) abort.abort()
      flat = undefined
      for (const page of [...pages.keys()]) {
        const kept = pages.get(page)
        if (wanted.includes(page) && kept) pages.set(page, { ...kept, old: true })
        else pages.delete(page)
      }
      soon()
    },
    retry() {
      stopped = false
      state.value = { ...state.value, error: undefined }
      soon()
    },
    stop() {
      stopped = true
      pumping?.()
      pumping = undefined
      for (const abort of running.values()) abort.abort()
    },
  }
}
