import type { EventFacts } from '../../../../src/engine/store/ingest/facts.ts'
import { addSensor } from '../../../../src/engine/store/sensors.ts'
import { attackClasses, severities } from '../../../../src/sip/attack/class.ts'
import { toolIds } from '../../../../src/sip/tool/tool.ts'
import { randomFrom } from '../../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../../support/store.ts'

export type Random = ReturnType<typeof picker>

export function picker(seed: number) {
  const random = randomFrom(seed)
  const below = (end: number): number => Math.floor(random() * end)
  return {
    below,
    chance: (share: number): boolean => random() < share,
    pick: <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item,
  }
}

/** Half an hour before clocks go forward in Berlin. */
export const begin = Date.UTC(2026, 2, 28, 22, 30) * 1000
export const hours = 60

export const hostile = [
  "'; DROP TABLE event; --",
  'ä*%_',
  '"\\',
  'NUL\0in',
  '\u212Aelvin',
  'İstanbul',
  '<b>',
  '%',
  '_',
  '',
]
export const addresses = [
  ...['198.51.100.0', '198.51.100.1', '198.51.100.129', '198.51.101.7', '203.0.113.9', '203.0.113.10', '192.0.2.200'],
  ...['2001:db8::1', '2001:db8:1::2', '100.64.0.1', '10.0.0.10', '198.51.100.77'],
]
export const agents = ['friendly-scanner', 'Friendly-Scanner', 'sipcli/v1.8', 'PPLSIP', ...hostile]
export const users = ['100', '1001', 'admin', 'Admin', 'bob', ...hostile]
export const callIds = ['a@x', 'A@x', 'call-1', 'call-2', 'call-3', 'x'.repeat(300), ...hostile]
export const cores = ['46850780296', '4685078029', '46850780297', '442073238299', '46850780123']
export const prefixes = ['', '00', '900', '+', '9011', '0']
export const passwords = ['1234', 'secret', 'Secret', ...hostile]
export const faults = ['no CSeq', 'two Call-IDs']

/**
 * A store with some hundred messages of every sort, close together and far apart, with all that analysts note.
 * @param crowd so many further sources, each of which may send a message or two.
 */
export function randomStore(seed: number, count: number, now: number, crowd = 0): TestStore {
  const random = picker(seed)
  const open = openTestStore(2, () => now)
  const { store, events, sensors } = open
  const third = addSensor(store.writer, 'ws://127.0.0.1:9/', 'y'.repeat(16))
  store.writer.run("UPDATE sensor SET name = 'fra-' || id, region = 'eu-' || (id % 2)")
  const times = Array.from(
    { length: 40 },
    () => begin + random.below(hours * 3600) * 1_000_000 + random.below(1_000_000),
  )
  for (const sensor of [...sensors, third]) {
    const facts = Array.from({ length: Math.ceil(count / 3) }, () => message(random, random.pick(times), crowd))
    for (let first = 0; first < facts.length; first += 40) {
      events.store({ sensor, epoch: 'e'.repeat(16), first: first + 1, events: facts.slice(first, first + 40) })
    }
  }
  note(open, random, now)
  return open
}

function message({ pick, chance, below }: Random, around: number, crowd: number): EventFacts {
  const out = chance(0.25)
  const time = Math.max(0, chance(0.3) ? around : around + below(200_000_000) - 100_000_000)
  const sip = chance(0.95)
  const prefix = pick(prefixes)
  const core = pick(cores)
  const dialled =
    !out && chance(0.4) ? { core, prefix, raw: prefix + core, confidence: pick(['low', 'high'] as const) } : undefined
  const maybe = <Item>(items: readonly Item[], share = 0.8): Item | undefined =>
    chance(share) ? pick(items) : undefined
  const some = (items: readonly string[]): string[] => [...new Set(Array.from({ length: below(3) }, () => pick(items)))]
  const stranger = crowd > 0 && chance(0.8) ? below(crowd) : undefined
  const source = stranger === undefined ? pick(addresses) : `10.1.${stranger >> 8}.${stranger & 255}`
  return {
    ...{ time, raw: new Uint8Array(1 + below(1500)), direction: out ? 'out' : 'in', source },
    ...{ transport: pick(['udp', 'tcp', 'tls'] as const), port: 5060 },
    ...{
      local: pick(['192.0.2.1', '192.0.2.2']),
      localPort: 5060,
      proof: pick(['unproven', 'nonce', 'to-tag', 'tcp'] as const),
    },
    ...{
      method: sip ? pick(['INVITE', 'REGISTER', 'OPTIONS', 'FOO', 'invite']) : undefined,
      status: out ? pick([401, 200, 486]) : undefined,
    },
    ...{ callId: pick(callIds), caller: maybe(users), callee: maybe(users), dialled, userAgent: maybe(agents) },
    users: some(users),
    guesses: chance(0.3) ? [{ user: pick(users), password: maybe(passwords), how: 'digest' }] : [],
    fingerprint: sip ? pick(['aa', 'bb', 'cc']) : '',
    ...{
      foreignVia: chance(0.1),
      tool: pick(toolIds.slice(0, 4)),
      class: pick(attackClasses),
      severity: pick(severities),
    },
    fault: chance(0.2) ? pick(faults) : undefined,
  }
}

const states = ['proposed', 'approved', 'held', 'published', 'expired', 'revoked', 'rejected', 'withdrawn', 'blocked']

function note({ store: { writer } }: TestStore, { pick, chance, below }: Random, now: number): void {
  for (let seq = 1; seq <= 12; seq += 1) {
    writer.run(
      "INSERT INTO ledger_record (seq, intent, subject, kind, hash, record) VALUES (?, ?, ?, 'test', '', '{}')",
      ...[seq, `i${seq}`, `s${seq}`],
    )
    const address = chance(0.3) ? pick(['198.51.100.0/24', '203.0.113.8/30', '2001:db8::/48']) : pick(addresses)
    const state = pick(states)
    const life = JSON.stringify({ state, ...(chance(0.5) ? { expiresAt: now + (below(9) - 4) * 3_600_000 } : {}) })
    writer.run(
      'INSERT INTO ban (id, address, state, proposed, life) VALUES (?, ?, ?, ?, ?)',
      `b${seq}`,
      address,
      state,
      seq,
      life,
    )
  }
  for (const [at, value] of ['198.51.100.128/25', '2001:db8:1::2', '10.0.0.0/8'].entries()) {
    const state = pick(['active', 'active', 'removed'])
    const mode = at === 0 ? 'hide' : 'block'
    const addition = { value, mode, reason: 'test', expiresAt: now + (at === 2 ? -1 : 1) * 1000 }
    const life = JSON.stringify({ id: `w${at}`, addition, owner: 'x', addedAt: 0, state })
    writer.run(
      'INSERT INTO whitelist_entry (id, value, state, added, life) VALUES (?, ?, ?, 1, ?)',
      `w${at}`,
      value,
      state,
      life,
    )
  }
  for (const name of ['Night shift', 'night', "o'hare"]) {
    const { id } = writer.run("INSERT INTO campaign (name, note, created_at, updated_at) VALUES (?, '', 0, 0)", name)
    for (const address of addresses) {
      if (chance(0.3))
        writer.run('INSERT INTO campaign_source (campaign, address, added_at) VALUES (?, ?, 0)', id, address)
    }
  }
  for (const address of addresses) {
    if (chance(0.4)) writer.run("INSERT INTO label (address, text, added_at) VALUES (?, 'research', 0)", address)
    if (chance(0.2)) writer.run("INSERT INTO label (address, text, added_at) VALUES (?, 'pbx', 0)", address)
    writer.run('UPDATE source SET verdict = ? WHERE address = ?', below(6), address)
  }
}
