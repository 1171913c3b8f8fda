import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contains, parseNetwork } from '../../../src/contract/ledger/address.ts'
import { draftBan } from '../../../src/engine/blacklist/proposing/draft.ts'
import type { EventFacts } from '../../../src/engine/store/ingest/facts.ts'
import { testAddress } from '../../../src/engine/whitelist/verdict.ts'
import { openCopiedLedger } from '../../support/copied-ledger.ts'
import { hour, proposalOf } from '../../support/ledger-client.ts'
import { picker } from '../store/query/random-store.ts'

/** What the test box says of an address is what the feed says to its proposal. */
const bundled = ['public-dns', 'cdn', 'research-scanners']
const policy = { solo: true, holdSeconds: 0 }
const { authority, ask, clock, copy, follow, reading, stop } = openCopiedLedger({
  ...policy,
  rules: { demo: true, own: [], bundled },
})
const live = { feed: { ...policy, demo: true, bundled } }
afterAll(() => stop())

const random = picker(5)
const agents = ['friendly-scanner', 'Monitor/1.2', 'sipcli/v1.8']
const cores = ['46850780296', '46850780297', '442073238299']
const hosts = [
  ...Array.from({ length: 10 }, (_, at) => `198.51.100.${at * 25}`),
  ...Array.from({ length: 6 }, (_, at) => `45.83.64.${at * 40}`),
  ...['203.0.113.9', '2001:db8::1', '2001:db8:1::2', '2a00:1450:7::1'],
]
/** Never seen, of a bundled list, reserved, ranges. */
const others = [
  ...[
    '45.83.65.1',
    '8.8.8.8',
    '1.1.1.1',
    '104.16.0.1',
    '10.1.2.3',
    '127.0.0.1',
    '198.51.100.0/24',
    '198.51.100.128/25',
  ],
  ...['45.83.64.0/28', '45.83.0.0/16', '8.8.8.0/24', '2001:db8::/48', '2001:db8::/40', '2001:4860:4860::8888'],
]

function message(source: string, at: number): EventFacts {
  const dialled = random.chance(0.6)
    ? { core: random.pick(cores), prefix: '9011', confidence: 'high' as const, raw: '' }
    : undefined
  return {
    ...{
      time: (1_700_000_000 + at) * 1e6,
      raw: new Uint8Array(400),
      direction: 'in',
      source,
      transport: 'udp',
      port: 5060,
    },
    ...{ local: '192.0.2.1', localPort: 5060, proof: random.pick(['unproven', 'nonce', 'tcp'] as const) },
    ...{ method: 'INVITE', status: undefined, callId: `call-${at}`, caller: '100', callee: '200' },
    ...{ dialled: dialled && { ...dialled, raw: dialled.prefix + dialled.core }, userAgent: random.pick(agents) },
    ...{ users: [], guesses: [], fingerprint: 'aa', foreignVia: false, tool: 'unknown', class: 'options-sweep' },
    ...{ severity: 'low', fault: undefined },
  }
}

const values = [
  ...['198.51.100.0/25', '198.51.100.150', '198.51.100.128/26', '45.83.64.0/25', '45.83.64.80', '2001:db8::/48'],
  ...['203.0.113.8/30', '104.16.0.0/13', '2001:db8:1::2'],
].map((value) => ({ value, match: 'network' as const }))
const entries = [
  ...[...values, ...values],
  ...['AS64500', 'AS64501', 'AS64502'].map((value) => ({ value, match: 'asn' as const })),
  ...['monitor/*', 'FRIENDLY-SCANNER', 'nobody'].map((value) => ({ value, match: 'user-agent' as const })),
  ...['4420*', '46850780297'].map((value) => ({ value, match: 'number' as const })),
]

/** Asks for a ban as the card would, first without typing the address again. */
function outcome(address: string): string {
  const { seen, proof } = draftBan(address, reading(live))
  const body = proposalOf(address, { seen, proof })
  const id = randomUUID()
  const propose = (more: object): string => ask('ban.proposed', id, { ...body, ...more })
  const first = propose({})
  const said = first === 'confirmation' ? propose({ confirmation: address }) : first
  if (said !== 'admitted') return 'refused'
  // Some go on to the list; the others are out of the way of the next.
  if (random.chance(0.3)) ask('ban.approved', id, {})
  else ask('ban.withdrawn', id, { reason: '' })
  return first === 'confirmation' ? 'confirmed' : 'taken'
}

const isListed = (address: string): boolean =>
  authority.list.snapshot().entries.some((entry) => {
    const [around, inside] = [parseNetwork(entry.address), parseNetwork(address)]
    return around !== undefined && inside !== undefined && contains(around, inside)
  })

describe('the test box', () => {
  beforeAll(() => {
    const sent = hosts.flatMap((host, at) => [message(host, at), message(host, at + 100)])
    for (let first = 0; first < sent.length; first += 1) {
      const event = sent[first] ?? expect.fail()
      copy.events.store({ sensor: copy.sensors[0] ?? 1, epoch: 'e'.repeat(16), first: first + 1, events: [event] })
    }
    follow()
  })

  it('says of every address and range what the feed says to its proposal, whatever the whitelist holds', () => {
    const met = { refused: 0, confirmed: 0, taken: 0, hidden: 0, listed: 0 }
    const standing: string[] = []
    for (let round = 0; round < 40; round += 1) {
      const entry = { ...random.pick(entries), mode: random.pick(['block', 'hide', 'inform'] as const) }
      const id = randomUUID()
      ask('whitelist.added', id, { ...entry, reason: 'ours', expiresAt: clock.now() + random.pick([1, 9]) * hour })
      standing.push(id)
      const oldest = standing.length > 3 ? standing.shift() : undefined
      if (oldest !== undefined) ask('whitelist.removed', oldest, { reason: 'done' })
      clock.pass(random.pick([0, hour]))
      for (let each = 0; each < 6; each += 1) {
        const address = random.pick(random.chance(0.7) ? hosts : others)
        follow()
        const verdict = testAddress(address, reading(live))
        expect({ address, listed: verdict.listed }).toEqual({ address, listed: isListed(address) })
        expect({ address, said: verdict.proposal }).toEqual({ address, said: outcome(address) })
        expect(verdict.reasons.length > 0).toBe(verdict.proposal !== 'taken')
        met[verdict.proposal] += 1
        met.hidden += Number(verdict.hidden)
        met.listed += Number(verdict.listed)
      }
    }
    expect(Math.min(...Object.values(met))).toBeGreaterThan(5)
  })

  it('tells the entries that it falls under, those that forbid first, and what decides', () => {
    const add = (body: object): string =>
      ask('whitelist.added', randomUUID(), { reason: 'ours', expiresAt: clock.now() + 90 * hour, ...body })
    expect(add({ value: '198.51.100.0/24', mode: 'inform' })).toBe('admitted')
    expect(add({ value: '198.51.100.1', mode: 'hide' })).toBe('admitted')
    follow()
    const verdict = testAddress('198.51.100.1', reading(live))
    expect(verdict).toMatchObject({ proposal: 'refused', hidden: true, listed: false })
    expect(verdict.sentence).toBe(
      '198.51.100.1 would not be banned: it is whitelisted. Live leaves it out of its top attackers.',
    )
    expect(verdict.entries.map(({ value, mode }) => [value, mode]).slice(0, 2)).toContainEqual(['198.51.100.1', 'hide'])
    expect(verdict.entries.at(-1)?.mode).toBe('inform')
    expect(verdict.reasons[0]).toMatchObject({ code: 'whitelisted', decides: true })
    expect(() => testAddress('nonsense', reading(live))).toThrow('neither an address nor a CIDR range')
  })
})
