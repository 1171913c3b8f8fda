import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseNetwork } from '../../src/contract/ledger/address.ts'
import type { RecordKind } from '../../src/contract/ledger/intent.ts'
import type { BanProposal } from '../../src/contract/ledger/intents/ban.ts'
import type { LedgerRecord } from '../../src/contract/ledger/record.ts'
import { createAuthority } from '../../src/feed/authority.ts'
import { createAuthor, hour, proposalOf, type Author } from '../support/ledger-client.ts'
import { createHarness, refusalOf, type Harness, type HarnessOptions } from '../support/ledger-harness.ts'

let harness: Harness
let ada: Author
let bob: Author

function begin(options: HarnessOptions = {}): void {
  harness = createHarness(options)
  ada = createAuthor()
  bob = createAuthor()
  harness.team(ada, bob)
}

const ask = (author: Author, kind: RecordKind, subject: string, body: unknown = {}): LedgerRecord =>
  harness.authority.admit(author.intend(kind, subject, body))

function propose(author: Author, address: string, changes: Partial<BanProposal> = {}): string {
  const id = randomUUID()
  ask(author, 'ban.proposed', id, proposalOf(address, changes))
  return id
}

const whitelist = (value: string, lasts = 24 * hour): string => {
  const id = randomUUID()
  const expiresAt = harness.clock.now() + lasts
  ask(ada, 'whitelist.added', id, { value, reason: 'our carrier', expiresAt })
  return id
}

const stateOf = (id: string) => harness.ledger.state.bans.get(id)?.state
const listed = (): readonly string[] => harness.authority.list.snapshot().entries.map(({ address }) => address)

beforeEach(() => begin())
afterEach(() => harness.close())

describe('addresses', () => {
  it.each([
    ['8.8.8.8', 'admitted'],
    ['2a00:1450::8', 'admitted'],
    ['8.8.8.0/28', 'admitted'],
    ['10.1.2.3', 'refused-range'],
    ['172.31.0.1', 'refused-range'],
    ['192.168.0.0/24', 'refused-range'],
    ['100.64.0.1', 'refused-range'],
    ['127.0.0.1', 'refused-range'],
    ['169.254.1.1', 'refused-range'],
    ['224.0.0.1', 'refused-range'],
    ['255.255.255.255', 'refused-range'],
    ['0.0.0.0', 'refused-range'],
    ['0.0.0.0/0', 'refused-range'],
    ['192.0.2.1', 'refused-range'],
    ['2001:db8::1', 'refused-range'],
    ['fd00::1', 'refused-range'],
    ['fe80::1', 'refused-range'],
    ['::1', 'refused-range'],
    ['2002:7f00:1::', 'refused-range'],
    ['8.8.0.0/16', 'too-wide'],
    ['8.8.8.0/23', 'too-wide'],
    ['2a00:1450::/32', 'too-wide'],
    ['8.8.8.8/24', 'bad-request'],
    ['8.8.8.8/32', 'bad-request'],
    ['::ffff:10.0.0.1', 'bad-request'],
    ['::ffff:8.8.8.8', 'bad-request'],
    ['2A00:1450::8', 'bad-request'],
    ['0x08.8.8.8', 'bad-request'],
    ['08.8.8.8', 'bad-request'],
    ['8.8.8', 'bad-request'],
    ['fe80::1%eth0', 'bad-request'],
    ['example.org', 'bad-request'],
  ])('%s is %s', (address, outcome) => {
    expect(refusalOf(() => propose(ada, address))).toBe(outcome)
  })

  it('protects what is the honeynet’s own, also inside and around it', () => {
    harness.close()
    begin({ rules: { demo: false, own: ['8.8.4.4', '9.9.9.0/25'].flatMap((text) => parseNetwork(text) ?? []) } })
    for (const address of ['8.8.4.4', '8.8.4.0/28', '9.9.9.1', '9.9.9.0/28']) {
      expect(refusalOf(() => propose(ada, address, { confirmation: address }))).toBe('refused-range')
    }
    expect(refusalOf(() => propose(ada, '9.9.9.129'))).toBe('admitted')
  })

  it('lets documentation ranges through in a demo honeynet only', () => {
    harness.close()
    begin({ rules: { demo: true, own: [] } })
    expect(refusalOf(() => propose(ada, '203.0.113.9'))).toBe('admitted')
    expect(refusalOf(() => propose(ada, '10.0.0.9'))).toBe('refused-range')
  })
})

describe('confirmation', () => {
  it('is demanded for an unproven source: the same address, nothing else', () => {
    expect(refusalOf(() => propose(ada, '8.8.8.8', { proof: 'unproven' }))).toBe('confirmation')
    expect(refusalOf(() => propose(ada, '8.8.8.8', { proof: 'unproven', confirmation: '8.8.8.9' }))).toBe(
      'confirmation',
    )
    expect(refusalOf(() => propose(ada, '8.8.8.8', { proof: 'unproven', confirmation: '8.8.8.8' }))).toBe('admitted')
  })

  it('is demanded for a wide range', () => {
    expect(refusalOf(() => propose(ada, '8.8.8.0/24'))).toBe('confirmation')
    expect(refusalOf(() => propose(ada, '2a00:1450::/48'))).toBe('confirmation')
    expect(refusalOf(() => propose(ada, '8.8.8.0/24', { confirmation: '8.8.8.0/24' }))).toBe('admitted')
  })
})

describe('authors', () => {
  it('must be enrolled', () => {
    expect(refusalOf(() => propose(createAuthor(), '8.8.8.8'))).toBe('unknown-author')
  })

  it('must have signed exactly this', () => {
    const signed = ada.intend('ban.proposed', randomUUID(), proposalOf('8.8.8.8'))
    const forged = bob.intend('ban.proposed', randomUUID(), proposalOf('8.8.8.8'))
    const { signature } = forged
    expect(refusalOf(() => harness.authority.admit({ ...signed, signature }))).toBe('bad-signature')
    const intent = { ...forged.intent, author: ada.key }
    expect(refusalOf(() => harness.authority.admit({ intent, signature }))).toBe('bad-signature')
  })

  it('cannot have signed half a character', () => {
    const signed = ada.intend('ban.proposed', randomUUID(), proposalOf('8.8.8.8'))
    const intent = { ...signed.intent, subject: 'half \ud83d' }
    expect(refusalOf(() => harness.authority.admit({ ...signed, intent }))).toBe('bad-signature')
  })

  it('cannot be two people by spelling one key in two ways', () => {
    const spare = ada.key.slice(0, -1) + (ada.key.endsWith('A') ? 'B' : String.fromCharCode(ada.key.charCodeAt(42) + 1))
    expect(Buffer.from(spare, 'base64url')).toEqual(Buffer.from(ada.key, 'base64url'))
    expect(refusalOf(() => harness.authority.enrol(spare, 'Eve'))).toBe('bad-request')
  })

  it('cannot speak for the feed', () => {
    const id = propose(ada, '8.8.8.8')
    const attempts: [RecordKind, unknown][] = [
      ['ban.held', { until: 0, solo: true }],
      ['ban.published', { listId: '1900000000', expiresAt: 1 }],
      ['ban.expired', {}],
      ['ban.blocked', { reason: 'because' }],
      ['whitelist.expired', {}],
      ['analyst.enrolled', { name: 'Eve', roles: ['approver'] }],
      ['policy.changed', { solo: true, holdSeconds: 0 }],
    ]
    for (const [kind, body] of attempts) expect(refusalOf(() => ask(ada, kind, id, body))).toBe('forbidden')
  })

  it('need a second person to approve unless solo mode is on', () => {
    harness.close()
    begin({ solo: false })
    const id = propose(ada, '8.8.8.8')
    expect(refusalOf(() => ask(ada, 'ban.approved', id))).toBe('four-eyes')
    expect(refusalOf(() => ask(bob, 'ban.approved', id))).toBe('admitted')
    expect(harness.ledger.state.bans.get(id)).toMatchObject({ state: 'published', solo: false, approver: bob.key })
  })

  it('need a second person as soon as the configuration says so, even if a full disk hid that at the start', () => {
    const id = propose(ada, '8.8.8.8')
    const { ledger, clock, database } = harness
    const log = pino({ level: 'silent' })
    const rules = { demo: false, own: [], bundled: [], ours: () => [] }
    const policy = { solo: false, holdSeconds: 60, unproven: 'confirm' } as const
    const stricter = createAuthority({ ledger, clock, log, rules, policy })
    database.pragma('query_only = ON')
    stricter.start()
    expect(refusalOf(() => stricter.admit(ada.intend('ban.approved', id, {})))).toBe('storage')
    database.pragma('query_only = OFF')
    expect(refusalOf(() => stricter.admit(ada.intend('ban.approved', id, {})))).toBe('four-eyes')
    expect(ledger.state.policy).toEqual({ solo: false, holdSeconds: 60 })
    stricter.stop()
  })

  it('are stamped on the ban when one person was enough', () => {
    const id = propose(ada, '8.8.8.8')
    ask(ada, 'ban.approved', id)
    expect(harness.ledger.state.bans.get(id)).toMatchObject({ state: 'published', solo: true })
    expect(harness.ledger.state.policy).toEqual({ solo: true, holdSeconds: 0 })
  })
})

describe('an intent', () => {
  it('gives the same record however often it comes', () => {
    const signed = ada.intend('ban.proposed', randomUUID(), proposalOf('8.8.8.8'))
    const first = harness.authority.admit(signed)
    const before = harness.ledger.records()
    expect(harness.authority.admit(signed)).toEqual(first)
    harness = harness.reopen()
    expect(harness.ledger.records()).toBe(before)
  })

  it('cannot be sent again with other content', () => {
    const signed = ada.intend('ban.proposed', randomUUID(), proposalOf('8.8.8.8'))
    harness.authority.admit(signed)
    const other = ada.intend('ban.proposed', signed.intent.subject, proposalOf('8.8.8.9')).intent
    expect(refusalOf(() => harness.authority.admit(ada.sign({ ...other, id: signed.intent.id })))).toBe('bad-request')
  })

  it('loses when somebody else was first', () => {
    const id = propose(ada, '8.8.8.8')
    expect(refusalOf(() => ask(bob, 'ban.approved', id))).toBe('admitted')
    expect(refusalOf(() => ask(ada, 'ban.approved', id))).toBe('wrong-state')
    expect(refusalOf(() => ask(ada, 'ban.approved', randomUUID()))).toBe('not-found')
  })
})

describe('a live ban', () => {
  it('is not made twice, nor for a part of it', () => {
    propose(ada, '8.8.8.8')
    propose(ada, '9.9.9.0/28')
    expect(refusalOf(() => propose(bob, '8.8.8.8'))).toBe('duplicate')
    expect(refusalOf(() => propose(bob, '9.9.9.3'))).toBe('duplicate')
    expect(refusalOf(() => propose(bob, '9.9.9.16'))).toBe('admitted')
  })

  it('may be made again once it is over', () => {
    const id = propose(ada, '8.8.8.8')
    ask(bob, 'ban.rejected', id, { reason: 'no proof' })
    expect(refusalOf(() => propose(ada, '8.8.8.8'))).toBe('admitted')
  })
})

describe('the whitelist', () => {
  it.each([
    ['8.8.8.8', '8.8.8.8'],
    ['8.8.8.8', '8.8.8.0/28'],
    ['8.0.0.0/8', '8.8.8.8'],
    ['8.8.8.0/28', '8.8.8.0/29'],
    ['2a00::/16', '2a00:1450::8'],
  ])('entry %s keeps %s from being proposed', (entry, address) => {
    whitelist(entry)
    expect(refusalOf(() => propose(ada, address))).toBe('whitelisted')
  })

  it('ends what is live at once, and says by which entry', () => {
    const published = propose(ada, '8.8.8.8')
    ask(bob, 'ban.approved', published)
    const proposed = propose(ada, '8.8.8.9')
    const bystander = propose(ada, '9.9.9.9')
    whitelist('8.8.8.0/24')
    expect([published, proposed, bystander].map(stateOf)).toEqual(['revoked', 'blocked', 'proposed'])
    expect(listed()).toEqual([])
    const last = harness.ledger.state.bans.get(published)?.records.at(-1)?.intent
    expect(last).toMatchObject({ kind: 'ban.revoked', author: harness.ledger.signer?.key })
    expect(JSON.stringify(last)).toContain('8.8.8.0/24')
  })

  it('may be explained in any characters, wherever the words are cut', () => {
    for (const before of [298, 299, 300]) {
      const id = propose(ada, '8.8.8.8')
      ask(bob, 'ban.approved', id)
      const entry = { value: '8.8.8.8', reason: `${'x'.repeat(before)}😀😀`, expiresAt: harness.clock.now() + hour }
      const added = ask(ada, 'whitelist.added', randomUUID(), entry)
      expect(stateOf(id)).toBe('revoked')
      ask(ada, 'whitelist.removed', added.intent.subject, { reason: 'a test' })
    }
  })

  it('stops a ban inside its hold', () => {
    harness.close()
    begin({ holdSeconds: 60 })
    const id = propose(ada, '8.8.8.8')
    ask(bob, 'ban.approved', id)
    whitelist('8.8.8.8')
    harness.clock.pass(hour)
    expect(stateOf(id)).toBe('blocked')
    expect(listed()).toEqual([])
  })

  it('lets an address go when the entry is removed or expires', () => {
    const entry = whitelist('8.8.8.8')
    ask(bob, 'whitelist.removed', entry, { reason: 'moved away' })
    expect(refusalOf(() => ask(bob, 'whitelist.removed', entry, { reason: 'again' }))).toBe('wrong-state')
    expect(refusalOf(() => propose(ada, '8.8.8.8'))).toBe('admitted')
    const short = whitelist('9.9.9.9', hour)
    harness.clock.pass(hour)
    expect(harness.ledger.state.whitelist.get(short)?.state).toBe('expired')
    expect(refusalOf(() => propose(ada, '9.9.9.9'))).toBe('admitted')
  })

  it('takes only canonical values that have not expired', () => {
    const add = (value: string, expiresAt: number): string =>
      refusalOf(() => ask(ada, 'whitelist.added', randomUUID(), { value, reason: 'our carrier', expiresAt }))
    const later = harness.clock.now() + hour
    expect(add('8.8.8.8/24', later)).toBe('bad-request')
    expect(add('example.org', later)).toBe('bad-request')
    expect(add('8.8.8.8', harness.clock.now())).toBe('bad-request')
    expect(add('10.0.0.0/8', later)).toBe('admitted')
  })
})
