import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { PublishedList, Snapshot } from './list.ts'

/** A format of the list: made when first asked for, kept while the list stays as it is. */
export function oncePerSnapshot<Value>(list: PublishedList, make: (snapshot: Snapshot) => Value): () => Value {
  let made: { readonly of: Snapshot; readonly value: Value } | undefined
  return () => {
    const snapshot = list.snapshot()
    if (made?.of !== snapshot) made = { of: snapshot, value: make(snapshot) }
    return made.value
  }
}

/** A format that says how long each entry still has is wrong by this much at most, milliseconds. */
const longestKept = 10_000

/** As `oncePerSnapshot`, for a format in which time counts down. */
export function forAMoment<Value>(
  list: PublishedList,
  now: () => number,
  make: (snapshot: Snapshot, time: number) => Value,
): () => Value {
  let made: { readonly of: Snapshot; readonly at: number; readonly value: Value } | undefined
  return () => {
    const snapshot = list.snapshot()
    const time = now()
    const fresh = made !== undefined && time >= made.at && time - made.at < longestKept
    if (!made || !fresh || made.of !== snapshot) made = { of: snapshot, at: time, value: make(snapshot, time) }
    return made.value
  }
}

/** Values kept at once. */
const mostKept = 64

/** As `forAMoment`, for several by their keys, which say what each is made from beside the list and the time. */
export function eachForAMoment<Value>(
  list: PublishedList,
  now: () => number,
): (key: string, make: (time: number) => Value) => Value {
  const kept = forAMoment(list, now, (_snapshot, time) => ({ time, values: new Map<string, Value>() }))
  return (key, make) => {
    const { time, values } = kept()
    const known = values.get(key)
    if (known !== undefined) return known
    if (values.size >= mostKept) values.clear()
    const made = make(time)
    values.set(key, made)
    return made
  }
}

/** So many entries are written before others get their turn. */
const stepLength = 5000

/** Writes each entry; a long list in steps, so that no pull of another format waits for it. */
export async function inSteps<Entry>(
  entries: readonly Entry[],
  write: (entry: Entry) => string,
): Promise<readonly string[]> {
  const written: string[] = []
  for (let start = 0; start < entries.length; start += stepLength) {
    if (start > 0) await setImmediate()
    for (const entry of entries.slice(start, start + stepLength)) written.push(write(entry))
  }
  return written
}

/** When the list last changed, UTC milliseconds; the same after a restart. */
export function changedAt({ entries, removed }: Snapshot): number {
  const listed = entries.reduce((latest, { publishedAt }) => Math.max(latest, publishedAt), 0)
  return Math.max(listed, removed.at(-1)?.delistedAt ?? 0)
}

/** Differs for every other list, and is the same after a restart. */
export function versionOf({ entries }: Snapshot): string {
  const hash = createHash('sha256')
  for (const { listId, expiresAt } of entries) hash.update(`${listId} ${expiresAt} `)
  return hash.digest('base64url').slice(0, 22)
}
