import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { parseNetwork, type Network } from '../../../src/contract/ledger/address.ts'
import type { Match } from '../../../src/contract/ledger/intents/whitelist.ts'
import { createReading } from '../../../src/engine/readers/reading.ts'
import { overlapsOf } from '../../../src/engine/whitelist/overlaps.ts'
import { relationOf } from '../../../src/engine/whitelist/relation.ts'
import { meets, networks, rangeOf, related } from '../../support/networks.ts'
import { place } from '../../support/readers.ts'
import { openTestStore } from '../../support/store.ts'

const now = 1_800_000_000_000
const open = openTestStore(0)
const { writer, reader } = open.store
writer.run('PRAGMA synchronous = OFF')
writer.run(
  "INSERT INTO ledger_record (seq, intent, subject, kind, hash, record) VALUES (1, 'i', 's', 'test', '', '{}')",
)
afterAll(() => open.stop())

interface Entry {
  readonly value: string
  readonly match: Match
}
interface Ban {
  readonly address: string
  readonly state: string
  readonly agent?: string | undefined
}

/** Ranges that nest and repeat, and texts that do. */
const values = networks(8).chain((network) =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: related(network).map(({ text }) => ({ value: text, match: 'network' as const })) },
      { weight: 2, arbitrary: networks(8).map(({ text }) => ({ value: text, match: 'network' as const })) },
      {
        weight: 2,
        arbitrary: fc
          .constantFrom('scan*', 'Scanner', 'scanner', 'SC*', 'phone')
          .map((value) => ({ value, match: 'user-agent' as const })),
      },
      { weight: 1, arbitrary: fc.constantFrom('AS64500', 'AS645').map((value) => ({ value, match: 'asn' as const })) },
    ),
    { maxLength: 14 },
  ),
)
const bans = fc.array(
  fc.record({
    address: networks(8).map(({ text }) => text),
    state: fc.constantFrom('proposed', 'published', 'blocked', 'expired', 'revoked'),
    agent: fc.constantFrom(undefined, 'scanner', 'phone 2'),
  }),
  { maxLength: 8 },
)

function store(entries: readonly Entry[], banned: readonly Ban[]): void {
  writer.run('DELETE FROM whitelist_entry')
  writer.run('DELETE FROM ban')
  for (const [at, entry] of entries.entries()) {
    const addition = { ...entry, reason: 'test', expiresAt: now + 1 }
    const life = JSON.stringify({ id: `w${at}`, addition, owner: 'x', addedAt: 0, state: 'active' })
    const sql = "INSERT INTO whitelist_entry (id, value, state, added, life) VALUES (?, ?, 'active', 1, ?)"
    writer.run(sql, `w${at}`, entry.value, life)
  }
  for (const [at, { address, state, agent }] of banned.entries()) {
    const proposal = { address, ...(agent === undefined ? {} : { seen: { userAgents: [agent] } }) }
    const sql = 'INSERT INTO ban (id, address, state, proposed, life) VALUES (?, ?, ?, 1, ?)'
    writer.run(sql, `b${at}`, address, state, JSON.stringify({ id: `b${at}`, state, proposal }))
  }
}

const network = (text: string): Network => parseNetwork(text) ?? expect.fail(text)

/** Written once more: borders as numbers, texts by their beginnings. */
function holds(one: Entry, other: Entry): boolean {
  if (one.match !== other.match) return false
  const [a, b] = [one.value.toLowerCase(), other.value.toLowerCase()]
  if (one.match === 'asn') return a === b
  if (one.match !== 'network') return a.endsWith('*') ? b.slice(0, a.length - 1) === a.slice(0, -1) : a === b
  const [outer, inner] = [network(one.value), network(other.value)]
  const [wide, narrow] = [rangeOf(outer), rangeOf(inner)]
  return outer.family === inner.family && wide.first <= narrow.first && narrow.last <= wide.last
}

function expectedPairs(entries: readonly Entry[]): string[] {
  return entries.flatMap((one, at) =>
    entries.flatMap((other, place) => {
      const [outward, inward] = [holds(one, other), holds(other, one)]
      if (at === place || !outward) return []
      if (inward) return at < place ? [[`w${at}`, `w${place}`].sort().join(' = ')] : []
      return [`w${at} > w${place}`]
    }),
  )
}

function expectedBans(entries: readonly Entry[], banned: readonly Ban[]): string[] {
  return banned.flatMap(({ address, state, agent }, at) =>
    state === 'expired' || state === 'revoked'
      ? []
      : entries.flatMap((entry, place) => {
          if (entry.match === 'asn') return []
          const met =
            entry.match === 'network'
              ? meets(network(entry.value), network(address))
              : agent !== undefined && holds(entry, { value: agent, match: 'user-agent' })
          return met ? [`w${place} b${at}`] : []
        }),
  )
}

it('names every two entries that overlap, and every ban that one meets: as a look at all pairs does', () => {
  const run = (entries: readonly Entry[], banned: readonly Ban[]): void => {
    store(entries, banned)
    const found = overlapsOf(createReading({ place, reader, live: {}, now: () => now }))
    const pairs = found.pairs.map(({ one, other, same }) =>
      same ? [one.id, other.id].sort().join(' = ') : `${one.id} > ${other.id}`,
    )
    expect(pairs.sort()).toEqual(expectedPairs(entries).sort())
    expect(found.pairCount).toBe(pairs.length)
    const met = found.bans.map(({ entry, ban }) => `${entry.id} ${ban.id}`)
    expect(met.sort()).toEqual(expectedBans(entries, banned).sort())
    expect(found.banCount).toBe(met.length)
  }
  fc.assert(fc.property(values, bans, run), { numRuns: 200 })
})

it('says of two values how they stand to each other', () => {
  fc.assert(
    fc.property(values, (entries) => {
      for (const one of entries)
        for (const other of entries) {
          const [outward, inward] = [holds(one, other), holds(other, one)]
          const expected = outward && inward ? 'same' : outward ? 'around' : inward ? 'inside' : undefined
          expect(relationOf(one, other)).toBe(expected)
        }
    }),
    { numRuns: 100 },
  )
})

it('keeps the first thousand of more and says how many there are', () => {
  const many = Array.from({ length: 60 }, () => ({ value: '45.77.7.0/24', match: 'network' as const }))
  store(many, [])
  const found = overlapsOf(createReading({ place, reader, live: {}, now: () => now }))
  expect(found).toMatchObject({ pairCount: (60 * 59) / 2, banCount: 0 })
  expect(found.pairs).toHaveLength(1000)
})
