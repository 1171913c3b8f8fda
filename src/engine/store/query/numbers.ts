import type { FoundNumber, FoundPage } from '../../../contract/console/explore.ts'
import { toMilliseconds } from '../codes.ts'
import { cursorAfter, readCursor } from '../cursor.ts'
import { countNumbers, type Numbers } from './count-numbers.ts'
import { dialledEver, seenEver, sourcesEver } from './numbers-ever.ts'
import type { Plan } from './plan.ts'
import { pageBy, sortOf, type PageRequest } from './rows.ts'
import type { Run } from './run.ts'
import { lifeSources } from './shape.ts'

const orders = ['matching', 'sources', 'lastSeen'] as const
type Order = (typeof orders)[number]

/** Number cores that matching messages dialled. Without a sort those dialled most first. */
export function numbersPage(run: Run, plan: Plan, request: PageRequest): FoundPage<FoundNumber> {
  const { by, descending } = sortOf(request, orders, 'matching')
  const { listed, newest } = listedNumbers(run, plan)
  const keys = new Map<Order, (row: Listed) => number>([
    ['matching', ({ matching }) => matching],
    ['sources', (row) => row.sources()],
    ['lastSeen', (row) => row.seen().last],
  ])
  const keyed = listed.map((row) => ({ id: row.id, row, key: keys.get(by)?.(row) ?? 0 }))
  const { shown, next } = pageBy(keyed, ({ key }) => key, descending, readCursor(request.cursor, 2), request)
  return {
    rows: rowsOf(
      run,
      shown.map(({ row }) => row),
    ),
    ...(next ? { next: cursorAfter(...next) } : {}),
    complete: newest === undefined,
    ...(newest === undefined ? {} : { newest }),
  }
}

/** What is only looked up for a page's own rows, unless the list is sorted by it, is asked for by a function. */
interface Listed {
  readonly id: number
  readonly matching: number
  readonly prefixes: number
  sources(): number
  /** Microseconds. */
  seen(): { readonly first: number; readonly last: number }
}

interface ListedNumbers {
  readonly listed: readonly Listed[]
  readonly newest?: number | undefined
}

function listedNumbers(run: Run, plan: Plan): ListedNumbers {
  const lives = lifeSources(run, plan)
  if (lives && !lives.sources) return { listed: listedEver(run, lives.holds) }
  const { numbers, newest }: Numbers = countNumbers(run, plan)
  const listed = numbers.map(({ id, matching, prefixes, sources, first, last }): Listed => {
    return { id, matching, prefixes: prefixes.size, sources: () => sources.size, seen: () => ({ first, last }) }
  })
  return { listed, newest }
}

function listedEver(run: Run, holds: (dialled: number) => boolean): readonly Listed[] {
  const seen = seenEver(run)
  return dialledEver(run, holds).map((number) => ({
    id: number.id,
    matching: number.matching,
    prefixes: number.prefixes.size,
    sources: () => sourcesEver(run, number),
    seen: () => seen(number),
  }))
}

interface NumberRow {
  readonly id: number
  readonly text: string
  readonly country: string | null
}

export const numberTexts = (run: Run, ids: readonly number[]): ReadonlyMap<number, NumberRow> =>
  new Map(
    run.reader
      .all<NumberRow>(
        'SELECT id, text, country FROM number WHERE id IN (SELECT value FROM json_each(?))',
        JSON.stringify(ids),
      )
      .map((row) => [row.id, row]),
  )

function rowsOf(run: Run, shown: readonly Listed[]): readonly FoundNumber[] {
  const texts = numberTexts(
    run,
    shown.map(({ id }) => id),
  )
  return shown.map(({ id, matching, prefixes, ...row }) => {
    const { text = '', country = null } = texts.get(id) ?? {}
    const { first, last } = row.seen()
    return {
      core: text,
      ...(country === null ? {} : { country }),
      ...{ matching, sources: row.sources(), prefixes },
      firstSeen: toMilliseconds(first),
      lastSeen: toMilliseconds(last),
    }
  })
}
