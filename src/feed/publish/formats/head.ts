import type { Listed } from '../../ledger/listed.ts'

/** What a writer of a list gets. */
export interface ListPart {
  readonly entries: readonly Listed[]
  /** When the list last changed, UTC milliseconds. */
  readonly changed: number
  /** Now, UTC milliseconds: only for formats in which time counts down. */
  readonly time: number
}

/** The comment that every text format begins with. */
export const headOf = ({ entries, changed }: ListPart): string =>
  `# Honeynet blacklist: ${entries.length} entries, as of ${new Date(changed).toISOString()}\n`

/** Whole seconds that an entry has left, never none. */
export const secondsLeft = ({ expiresAt }: Listed, time: number): number =>
  Math.max(1, Math.ceil((expiresAt - time) / 1000))

/** Each address once, with the time of the ban that ends last: firewalls keep one time-out for each. */
export function eachOnce(entries: readonly Listed[]): readonly Listed[] {
  const lasting = new Map<string, Listed>()
  for (const entry of entries) {
    const other = lasting.get(entry.address)
    if (!other || other.expiresAt < entry.expiresAt) lasting.set(entry.address, entry)
  }
  return lasting.size === entries.length ? entries : [...lasting.values()]
}
