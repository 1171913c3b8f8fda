import type { InboxItem } from './item.ts'

/** What came with newer rows and is not shown yet, for it would have moved the row under the cursor. */
export interface Held {
  /** Rows that belong above the cursor. */
  readonly came: number
  /** Keys of rows that are shown and have left the list. */
  readonly gone: ReadonlySet<string>
}

interface Steady {
  readonly rows: readonly InboxItem[]
  /** Key of the row under the cursor. */
  readonly active: string | number | undefined
  readonly held?: Held
}

/**
 * Newer rows, shown so that the cursor stays on its row and that row in its place: whoever is about to press a key means
 * what they see. What is above the cursor stays as it was; what is below it is as it is now.
 * @param acted whether whoever looks did something about that row: when such a one leaves, the next takes its place
 */
export function steady(
  before: readonly InboxItem[],
  now: readonly InboxItem[],
  active: string | number | undefined,
  acted: (key: string) => boolean,
): Steady {
  if (!before.some(({ key }) => key === active)) return { rows: now, active }
  const listed = new Set(now.map(({ key }) => key))
  if (listed.has(String(active)) || !acted(String(active))) return around(before, now, active)
  const left = before.filter(({ key }) => listed.has(key) || !acted(key))
  const next = neighbour(before, left, active)
  return next === undefined ? { rows: now, active } : around(left, now, next)
}

function around(before: readonly InboxItem[], now: readonly InboxItem[], active: string | number | undefined): Steady {
  const at = before.findIndex(({ key }) => key === active)
  if (now[at]?.key === active) return { rows: now, active }
  const above = before.slice(0, at + 1)
  const places = new Map(now.map(({ key }, place) => [key, place]))
  const border = above.findLast(({ key }) => places.has(key))
  const place = border ? (places.get(border.key) ?? -1) : -1
  const kept = new Set(above.map(({ key }) => key))
  const isNew = ({ key }: InboxItem): boolean => !kept.has(key)
  const came = now.slice(0, place + 1).filter(isNew).length
  const gone = new Set([...kept].filter((key) => !places.has(key)))
  const fresh = above.map((item) => now[places.get(item.key) ?? -1] ?? item)
  return {
    ...{ rows: [...fresh, ...now.slice(place + 1).filter(isNew)], active },
    ...(came > 0 || gone.size > 0 ? { held: { came, gone } } : {}),
  }
}

/**
 * Where the cursor goes when its row has left the list: to the row that came behind it, or else to the one in front.
 * @returns the key, or `undefined` when none of them is left.
 */
export function neighbour(
  before: readonly InboxItem[],
  now: readonly InboxItem[],
  active: string | number | undefined,
): string | undefined {
  const left = new Set(now.map(({ key }) => key))
  const at = before.findIndex(({ key }) => key === active)
  if (at < 0) return undefined
  const behind = before.slice(at).find(({ key }) => left.has(key))
  return (behind ?? before.slice(0, at).findLast(({ key }) => left.has(key)))?.key
}
