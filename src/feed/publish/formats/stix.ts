import type { Delisted } from '../../ledger/delisted.ts'
import type { Listed } from '../../ledger/listed.ts'
import type { Snapshot } from '../list.ts'
import { namedUuid } from '../uuid.ts'

/** One entry of the list, or what was one, as a STIX 2.1 object; UTC milliseconds. */
export interface StixEntry {
  readonly id: string
  /** When it, or what became of it, was published here. */
  readonly added: number
  /** Decides among those of one moment. */
  readonly listId: number
  readonly object: StixObject
}

export interface StixObject {
  readonly type: 'identity' | 'indicator'
  readonly id: string
  readonly spec_version: '2.1'
  readonly created: string
  readonly modified: string
  readonly [property: string]: unknown
}

const time = (milliseconds: number): string => new Date(milliseconds).toISOString()

const identityId = `identity--${namedUuid('the honeynet')}`

/** Who says all this. */
const identity: StixObject = {
  ...{ type: 'identity', spec_version: '2.1', id: identityId },
  ...{ created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' },
  ...{ name: 'SIP honeynet', identity_class: 'system' },
}

/**
 * The list as indicators, by rising time of publication. What has left stays for 30 days in a newer version: revoked
 * where the ban was taken back, with its end of validity where its time ran out, because a SIEM never forgets what is
 * merely missing.
 */
export function stixOf({ entries, removed }: Snapshot): readonly StixEntry[] {
  const all = [...entries.map(indicatorOf), ...removed.map(pastIndicatorOf)]
  all.sort((a, b) => a.added - b.added || a.listId - b.listId)
  return [{ id: identityId, added: 0, listId: 0, object: identity }, ...all]
}

/** Each listing is an indicator of its own: a ban that was extended has the next one. */
const idOf = ({ ban, listId }: Pick<Listed, 'ban' | 'listId'>): string => `indicator--${namedUuid(`${ban} ${listId}`)}`

function indicatorOf(entry: Listed): StixEntry {
  const { listId, publishedAt, expiresAt } = entry
  const id = idOf(entry)
  return { id, listId, added: publishedAt, object: indicator(entry, { modified: publishedAt, until: expiresAt }) }
}

function pastIndicatorOf(entry: Delisted): StixEntry {
  const { listId, publishedAt, delistedAt, why } = entry
  const id = idOf(entry)
  // STIX wants an end behind the beginning, and a version newer than the one before it.
  const at = Math.max(delistedAt, publishedAt + 1)
  const revoked = why === 'revoked' || why === 'split'
  return { id, listId, added: at, object: indicator(entry, { modified: at, until: at, revoked }) }
}

interface Validity {
  readonly modified: number
  readonly until: number
  readonly revoked?: boolean
}

function indicator(entry: Pick<Listed, 'ban' | 'listId' | 'address' | 'publishedAt'>, state: Validity): StixObject {
  return {
    ...{ type: 'indicator', spec_version: '2.1', id: idOf(entry), created_by_ref: identityId },
    ...{ created: time(entry.publishedAt), modified: time(state.modified) },
    ...(state.revoked === undefined ? {} : { revoked: state.revoked }),
    ...{ name: entry.address, description: 'Attacked a SIP honeynet', indicator_types: ['malicious-activity'] },
    ...{ pattern: patternOf(entry.address), pattern_type: 'stix', pattern_version: '2.1' },
    ...{ valid_from: time(entry.publishedAt), valid_until: time(state.until), confidence: 80, labels: ['sip'] },
  }
}

const patternOf = (address: string): string => `[${address.includes(':') ? 'ipv6' : 'ipv4'}-addr:value = '${address}']`
