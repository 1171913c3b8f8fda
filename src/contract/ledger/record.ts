import canonicalize from 'canonicalize'
import { z } from 'zod'
import { instant } from './intents/fields.ts'
import { isRecordKind, signedIntent, type Intent } from './intent.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** One immutable entry of the ledger: a signed intent with its place in the chain. */
export const ledgerRecord = signedIntent.extend({
  /** 1, 2, 3 … without a hole. */
  seq: z.number().int().min(1),
  /** When the feed appended it, UTC milliseconds; never before the record in front of it, and after all of an earlier act. */
  recordedAt: instant,
  /** Hash of the record in front; 64 zeros for the first. */
  previous: hash,
  /** SHA-256 of `chainedText`, hex. */
  hash,
})
export type LedgerRecord = z.infer<typeof ledgerRecord>

const named = z.object({ intent: z.object({ kind: z.string().regex(/^[a-z][a-z.-]{0,59}$/) }) })

/** @returns words for a record of a kind that this version does not know; `undefined` when that is not what is wrong. */
export function newerKind(value: unknown): string | undefined {
  const kind = named.safeParse(value).data?.intent.kind
  if (kind === undefined || isRecordKind(kind)) return undefined
  return `a record “${kind}”, which only a newer version of this program understands: update it`
}

export const noPrevious = '0'.repeat(64)

/** The text an author signs (Ed25519 over its UTF-8 bytes): the intent as canonical JSON, RFC 8785. */
export function signedText(intent: Intent): string {
  return canonical(intent)
}

/** The text whose SHA-256 is the record's hash: everything in it but the hash itself. */
export function chainedText(record: Omit<LedgerRecord, 'hash'>): string {
  const { intent, signature, seq, recordedAt, previous } = record
  return canonical({ intent, signature, seq, recordedAt, previous })
}

function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('value has no JSON form')
  return text
}
