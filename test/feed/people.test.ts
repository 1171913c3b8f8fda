import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecordKind } from '../../src/contract/ledger/intent.ts'
import { roles, type Role } from '../../src/contract/ledger/intents/people.ts'
import { normalCode } from '../../src/contract/ledger/invitation.ts'
import type { SignedOrder } from '../../src/contract/ledger/order.ts'
import { recordRows } from '../../src/feed/ledger/rows.ts'
import { verifyRecords } from '../../src/feed/ledger/verify.ts'
import { createAuthor, hashOf, hour, invitationOf, proposalOf, type Author } from '../support/ledger-client.ts'
import { createHarness, refusalOf, type Harness } from '../support/ledger-harness.ts'

let harness: Harness
const ada = createAuthor()
const bob = createAuthor()

beforeEach(() => {
  harness = createHarness({ solo: false })
  harness.team(ada)
})
afterEach(() => {
  expect(verifyRecords(recordRows(harness.database)).fault).toBeUndefined()
  harness.close()
})

const ask = (author: Author, kind: RecordKind, subject: string, body: unknown = {}): string =>
  refusalOf(() => harness.authority.admit(author.intend(kind, subject, body)))
const enrol = (author: Author, code?: string): string =>
  refusalOf(() => harness.authority.enrol(author.key, 'what they call themselves', code))

function invite(name = 'Bob', by = ada): { code: string; id: string } {
  const { code, invited } = invitationOf(by, name, harness.clock.now())
  harness.authority.admit(invited)
  return { code, id: invited.intent.subject }
}

/** A colleague who holds exactly these roles. */
function colleague(...held: Role[]): Author {
  const author = createAuthor()
  enrol(author, invite(`With ${held.join()}`).code)
  ask(ada, 'analyst.admitted', author.key, { roles: held })
  return author
}

const personOf = ({ key }: Author) => harness.ledger.state.people.get(key)

describe('whoever has only the console token', () => {
  it('cannot become a second person and approve their own proposal', () => {
    const id = randomUUID()
    expect(ask(ada, 'ban.proposed', id, proposalOf('8.8.8.8'))).toBe('admitted')
    const second = createAuthor()
    expect(enrol(second)).toBe('forbidden')
    expect(enrol(second, 'AAAA-BBBB-CCCC-DDDD')).toBe('forbidden')
    expect(ask(second, 'ban.approved', id)).toBe('unknown-author')
    expect(personOf(second)).toBeUndefined()
    expect(harness.ledger.state.bans.get(id)?.state).toBe('proposed')
  })

  it('can do nothing with a stolen code before a publisher has compared the fingerprint', () => {
    const id = randomUUID()
    ask(ada, 'ban.proposed', id, proposalOf('8.8.8.8'))
    const thief = createAuthor()
    expect(enrol(thief, invite().code)).toBe('admitted')
    expect(personOf(thief)).toMatchObject({ roles: ['auditor'], state: 'enrolled' })
    expect(ask(thief, 'ban.approved', id)).toBe('forbidden')
    expect(ask(thief, 'analyst.admitted', thief.key, { roles })).toBe('forbidden')
    expect(ask(thief, 'analyst.changed', thief.key, { name: 'Ada' })).toBe('wrong-state')
    expect(ask(ada, 'analyst.removed', thief.key, { reason: 'wrong fingerprint' })).toBe('admitted')
    expect(ask(thief, 'ban.approved', id)).toBe('forbidden')
  })

  it('cannot rename anybody', () => {
    harness.authority.enrol(ada.key, 'Eve')
    expect(personOf(ada)?.name).not.toBe('Eve')
  })
})

describe('an invitation', () => {
  it('lets one colleague in, under the name that the inviter gave', () => {
    const { code } = invite('Bob')
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
    const misread = code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' ')
    expect(enrol(bob, ` ${misread} `)).toBe('admitted')
    expect(personOf(bob)).toMatchObject({ name: 'Bob', roles: ['auditor'], state: 'enrolled' })
    expect(ask(ada, 'analyst.admitted', bob.key, { roles: ['approver'] })).toBe('admitted')
    expect(personOf(bob)).toMatchObject({ roles: ['approver'], state: 'admitted', admittedBy: ada.key })
    expect(enrol(createAuthor(), code)).toBe('forbidden')
    expect(ask(ada, 'analyst.admitted', bob.key, { roles })).toBe('wrong-state')
  })

  it('holds over a restart, and its code is nowhere on disk', () => {
    const { code } = invite()
    harness = harness.reopen()
    expect(JSON.stringify(harness.ledger.page(0, 500))).not.toContain(normalCode(code))
    expect(enrol(bob, code)).toBe('admitted')
  })

  it('ends after a day at most', () => {
    const body = { codeHash: hashOf('X'), name: 'Bob', roles, expiresAt: harness.clock.now() + 25 * hour }
    expect(ask(ada, 'analyst.invited', randomUUID(), body)).toBe('bad-request')
    expect(ask(ada, 'analyst.invited', randomUUID(), { ...body, expiresAt: harness.clock.now() })).toBe('bad-request')
    const { code } = invite()
    harness.clock.pass(hour)
    expect(enrol(bob, code)).toBe('forbidden')
  })

  it('ends with the fifth wrong code, and the ledger says why', () => {
    const { code, id } = invite()
    for (let wrong = 0; wrong < 5; wrong += 1) expect(enrol(bob, `WRONG${wrong}`)).toBe('forbidden')
    expect(enrol(bob, code)).toBe('forbidden')
    expect(harness.ledger.state.invitations.get(id)?.state).toBe('ended')
    expect(JSON.stringify(harness.ledger.page(0, 500).at(-1))).toContain('wrong codes')
    expect(enrol(bob, invite().code)).toBe('admitted')
  })

  it('can be taken back, and no code is used twice', () => {
    const { code, id } = invite()
    expect(ask(ada, 'analyst.uninvited', id, { reason: 'wrong address' })).toBe('admitted')
    expect(ask(ada, 'analyst.uninvited', id, { reason: 'wrong address' })).toBe('wrong-state')
    expect(enrol(bob, code)).toBe('forbidden')
    const again = { codeHash: hashOf(normalCode(code)), name: 'Bob', roles, expiresAt: harness.clock.now() + hour }
    expect(ask(ada, 'analyst.invited', randomUUID(), again)).toBe('bad-request')
  })

  it('names people in letters that can be seen', () => {
    const body = { codeHash: hashOf('X'), name: 'A\u202eda', roles, expiresAt: harness.clock.now() + hour }
    expect(() => ada.intend('analyst.invited', randomUUID(), body)).toThrow()
    harness.close()
    harness = createHarness()
    expect(refusalOf(() => harness.authority.enrol(ada.key, 'A\u202eda'))).toBe('bad-request')
  })
})

describe('roles', () => {
  const entry = () => ({ value: '9.9.9.9', reason: 'our carrier', expiresAt: harness.clock.now() + hour })

  it('say who may ask for what', () => {
    const [analyst, approver, publisher, auditor] = roles.map((role) => colleague(role))
    if (!analyst || !approver || !publisher || !auditor) expect.fail()
    const everybody = { analyst, approver, publisher, auditor }
    const proposed = randomUUID()
    expect(ask(analyst, 'ban.proposed', proposed, proposalOf('8.8.8.8'))).toBe('admitted')
    const held = randomUUID()
    expect(ask(ada, 'ban.proposed', held, proposalOf('8.8.4.4'))).toBe('admitted')
    const invitation = () => ({ codeHash: hashOf(randomUUID()), name: 'Eve', roles, expiresAt: entry().expiresAt })
    const asks: [RecordKind, string, unknown, Role[]][] = [
      ['ban.proposed', randomUUID(), proposalOf('8.8.9.9'), ['analyst']],
      ['ban.approved', held, {}, ['approver']],
      ['ban.rejected', proposed, { reason: 'no proof' }, ['approver']],
      ['ban.revoked', held, { reason: 'no proof' }, ['approver']],
      ['whitelist.added', 'w', entry(), ['analyst']],
      ['whitelist.removed', 'w', { reason: 'moved' }, ['approver']],
      ['analyst.invited', randomUUID(), invitation(), ['publisher']],
      ['analyst.removed', auditor.key, { reason: 'left us' }, ['publisher']],
    ]
    for (const [kind, subject, body, allowed] of asks) {
      const outcomes = Object.entries(everybody).map(([role, author]) => [role, ask(author, kind, subject, body)])
      const admitted = outcomes.filter(([, outcome]) => outcome === 'admitted').map(([role]) => role)
      expect([kind, admitted]).toEqual([kind, allowed])
      expect(outcomes.filter(([, outcome]) => outcome === 'forbidden')).toHaveLength(4 - allowed.length)
    }
  })

  it('let an analyst take back their own, and an approver anybody’s', () => {
    const [one, other, approver] = [colleague('analyst'), colleague('analyst'), colleague('approver')]
    const ids = [randomUUID(), randomUUID()] as const
    ask(one, 'ban.proposed', ids[0], proposalOf('8.8.8.8'))
    ask(one, 'ban.proposed', ids[1], proposalOf('8.8.4.4'))
    expect(ask(other, 'ban.withdrawn', ids[0], {})).toBe('forbidden')
    expect(ask(one, 'ban.withdrawn', ids[0], {})).toBe('admitted')
    expect(ask(approver, 'ban.withdrawn', ids[1], {})).toBe('admitted')
  })

  it('change by a publisher’s word; names also by their bearer’s', () => {
    const cleo = colleague('analyst')
    expect(ask(cleo, 'analyst.changed', cleo.key, { roles })).toBe('forbidden')
    expect(ask(cleo, 'analyst.changed', cleo.key, { roles: ['analyst'], name: 'Cleo' })).toBe('forbidden')
    expect(ask(cleo, 'analyst.changed', cleo.key, { name: 'Cleo' })).toBe('admitted')
    expect(ask(cleo, 'analyst.changed', ada.key, { name: 'Cleo' })).toBe('forbidden')
    expect(ask(ada, 'analyst.changed', cleo.key, { roles: ['auditor'] })).toBe('admitted')
    expect(personOf(cleo)).toMatchObject({ name: 'Cleo', roles: ['auditor'] })
    expect(ask(cleo, 'ban.proposed', randomUUID(), proposalOf('8.8.8.8'))).toBe('forbidden')
  })

  it('always leave a publisher', () => {
    const reason = 'left us'
    expect(ask(ada, 'analyst.changed', ada.key, { roles: ['analyst'] })).toBe('forbidden')
    expect(ask(ada, 'analyst.removed', ada.key, { reason })).toBe('forbidden')
    const second = colleague('publisher')
    expect(ask(second, 'analyst.removed', ada.key, { reason })).toBe('admitted')
    expect(ask(ada, 'ban.proposed', randomUUID(), proposalOf('8.8.8.8'))).toBe('forbidden')
    expect(ask(second, 'analyst.removed', second.key, { reason })).toBe('forbidden')
    expect(enrol(ada)).toBe('forbidden')
    expect(enrol(ada, invite('Ada', second).code)).toBe('admitted')
    expect(personOf(ada)).toMatchObject({ state: 'enrolled', roles: ['auditor'] })
  })
})

it('a publisher may let in a second key of their own, and the ledger says who did for good', () => {
  const second = colleague('approver')
  const id = randomUUID()
  ask(ada, 'ban.proposed', id, proposalOf('8.8.8.8'))
  expect(ask(second, 'ban.approved', id)).toBe('admitted')
  const { invitation = '', admittedBy } = personOf(second) ?? expect.fail()
  expect([harness.ledger.state.invitations.get(invitation)?.inviter, admittedBy]).toEqual([ada.key, ada.key])
})

describe('an order', () => {
  const order = (...of: Parameters<Author['order']>) => ada.order(...of)
  const take = (signed: SignedOrder, action: 'subscriber.add' | 'subscriber.remove' = 'subscriber.add') =>
    refusalOf(() => harness.authority.orders.take(signed, action))
  const now = () => harness.clock.now()

  it('is carried out once, for a publisher, in its time', () => {
    const signed = order('subscriber.add', 'pbx', now())
    expect(take(signed, 'subscriber.remove')).toBe('bad-request')
    expect(take(signed)).toBe('admitted')
    expect(take(signed)).toBe('duplicate')
    expect(take(order('subscriber.add', 'pbx', now() - 6 * 60_000))).toBe('bad-request')
    expect(take(order('subscriber.add', 'pbx', now() + 6 * 60_000))).toBe('bad-request')
    harness.clock.pass(6 * 60_000)
    expect(take(signed)).toBe('bad-request')
  })

  it('needs the role and the signature', () => {
    expect(take(colleague('analyst', 'approver').order('subscriber.add', 'pbx', now()))).toBe('forbidden')
    expect(take(createAuthor().order('subscriber.add', 'pbx', now()))).toBe('unknown-author')
    const signed = order('subscriber.add', 'pbx', now())
    expect(take({ ...signed, order: { ...signed.order, subject: 'sbc' } })).toBe('bad-signature')
    expect(take({ ...signed, order: { ...signed.order, subject: 'half \ud83d' } })).toBe('bad-signature')
  })
})

it('a ledger from before there were invitations keeps what it says', () => {
  const { signer } = harness.ledger
  const legacy = createAuthor()
  const intend = (kind: RecordKind, subject: string, body: unknown) => {
    const { intent } = createAuthor().intend(kind, subject, body)
    return signer?.sign({ ...intent, author: signer.key }) ?? expect.fail()
  }
  harness.ledger.append([intend('analyst.enrolled', legacy.key, { name: 'Old', roles })], harness.clock.now())
  harness = harness.reopen()
  expect(personOf(legacy)).toMatchObject({ name: 'Old', roles, state: 'admitted' })
  expect(ask(legacy, 'ban.proposed', randomUUID(), proposalOf('8.8.8.8'))).toBe('admitted')
})
