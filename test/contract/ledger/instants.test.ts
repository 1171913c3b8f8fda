import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { intent, type RecordKind } from '../../../src/contract/ledger/intent.ts'
import { proposalOf } from '../../support/ledger-client.ts'

const last = 8_640_000_000_000_000

const parses = (kind: RecordKind, body: object, time = 0): boolean =>
  intent.safeParse({ version: 1, id: randomUUID(), time, author: 'A'.repeat(43), subject: 's', kind, body }).success

const evidenceAt = (time: number) => ({
  ...proposalOf('8.8.8.8'),
  evidence: [{ time, sensor: 'berlin', sha256: 'ab'.repeat(32), summary: 'INVITE', role: 'worst' }],
})

it.each<[RecordKind, (at: number) => object]>([
  ['whitelist.added', (expiresAt) => ({ value: '8.8.8.8', reason: 'ours', expiresAt })],
  ['whitelist.changed', (expiresAt) => ({ reason: 'ours', expiresAt })],
  ['ban.proposed', evidenceAt],
  ['ban.held', (until) => ({ until, solo: false })],
  ['ban.published', (expiresAt) => ({ listId: '1900000000', expiresAt })],
  ['ban.extended', (expiresAt) => ({ listId: '1900000000', expiresAt, solo: false })],
  ['analyst.invited', (expiresAt) => ({ codeHash: 'ab'.repeat(32), name: 'Bob', roles: ['analyst'], expiresAt })],
  ['campaign.created', (since) => ({ name: 'one', since })],
])('%s takes no time that no date can name', (kind, body) => {
  expect(new Date(last).getTime()).toBe(last)
  expect([parses(kind, body(last)), parses(kind, body(last), last)]).toEqual([true, true])
  for (const beyond of [last + 1, 9e15, 1e300, -1, Infinity]) expect(parses(kind, body(beyond))).toBe(false)
  expect(parses(kind, body(0), last + 1)).toBe(false)
})
