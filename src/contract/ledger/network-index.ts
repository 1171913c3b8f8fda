import type { Network } from './address.ts'

export interface NetworkIndex<Entry> {
  /** Every entry that shares an address with `network`, in the order of addresses. */
  overlapping(network: Network): readonly Entry[]
}

interface Row<Entry> {
  readonly entry: Entry
  /** First and last address as text that sorts like the numbers. */
  readonly first: string
  readonly last: string
  /** The row of the narrowest range around this one; -1 where there is none. */
  readonly around: number
}

/**
 * Finds networks among thousands without looking at each. CIDR ranges never overlap but by nesting: whatever holds an
 * address is the last row that begins at or before it, or one of those around that row; whatever lies inside follows.
 */
export function networkIndex<Entry extends { readonly network: Network }>(
  entries: readonly Entry[],
): NetworkIndex<Entry> {
  const rows = nested(entries)
  return {
    overlapping(network) {
      const [first, last] = bordersOf(network)
      const next = countUpTo(rows, first)
      const around: Entry[] = []
      for (let at = next - 1; at >= 0;) {
        const row = rows[at]
        if (!row) break
        if (row.last >= first) around.unshift(row.entry)
        at = row.around
      }
      const inside: Entry[] = []
      for (let at = next; (rows[at]?.first ?? '~') <= last; at += 1) inside.push(...rowEntry(rows[at]))
      return [...around, ...inside]
    },
  }
}

const rowEntry = <Entry>(row: Row<Entry> | undefined): readonly Entry[] => (row ? [row.entry] : [])

function nested<Entry extends { readonly network: Network }>(entries: readonly Entry[]): readonly Row<Entry>[] {
  const sorted = entries
    .map((entry) => ({ entry, borders: bordersOf(entry.network) }))
    .sort(({ borders: [a, aLast] }, { borders: [b, bLast] }) => compare(a, b) || compare(bLast, aLast))
  const rows: Row<Entry>[] = []
  for (const { entry, borders } of sorted) {
    const [first, last] = borders
    let around = rows.length - 1
    while (around >= 0 && (rows[around]?.last ?? '') < first) around = rows[around]?.around ?? -1
    rows.push({ entry, first, last, around })
  }
  return rows
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The family stands in front, so that both live in one order. */
function bordersOf({ family, bytes, bits }: Network): readonly [string, string] {
  const upper = bytes.map((byte, at) => byte | (0xff >> Math.max(0, Math.min(8, bits - at * 8))))
  return [`${family}${hex(bytes)}`, `${family}${hex(upper)}`]
}

const hex = (bytes: readonly number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** How many rows begin at or before `first`. */
function countUpTo<Entry>(rows: readonly Row<Entry>[], first: string): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.first ?? '') <= first) low = middle + 1
    else high = middle
  }
  return low
}
