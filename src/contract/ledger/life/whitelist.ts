import type { Mode, WhitelistAddition } from '../intents/whitelist.ts'
import type { LedgerRecord } from '../record.ts'

export interface WhitelistLife {
  readonly id: string
  /** As added, with what was changed since. */
  readonly addition: WhitelistAddition
  readonly owner: string
  readonly addedAt: number
  readonly state: 'active' | 'removed' | 'expired'
}

/** @returns the entry after `record`, or `undefined` when the record does not apply to it. */
export function advanceWhitelist(entry: WhitelistLife | undefined, record: LedgerRecord): WhitelistLife | undefined {
  const { intent } = record
  if (intent.kind === 'whitelist.added') {
    if (entry) return undefined
    const { subject: id, body: addition, author: owner } = intent
    return { id, addition, owner, addedAt: record.recordedAt, state: 'active' }
  }
  if (entry?.state !== 'active') return undefined
  if (intent.kind === 'whitelist.changed') return { ...entry, addition: changed(entry.addition, intent.body) }
  if (intent.kind === 'whitelist.removed') return { ...entry, state: 'removed' }
  if (intent.kind === 'whitelist.expired') return { ...entry, state: 'expired' }
  return undefined
}

interface Change {
  readonly expiresAt?: number | undefined
  readonly mode?: Mode | undefined
}

/** The entry as a `whitelist.changed` leaves it. */
export function changed(
  addition: WhitelistAddition,
  { expiresAt = addition.expiresAt, mode = addition.mode }: Change,
): WhitelistAddition {
  return { ...addition, expiresAt, ...(mode === undefined ? {} : { mode }) }
}
