import { afterAll, beforeEach, expect, it } from 'vitest'
import type { WhitelistAddition } from '../../../src/contract/ledger/intents/whitelist.ts'
import { attackersIn } from '../../../src/engine/live/attackers.ts'
import { createReading } from '../../../src/engine/readers/reading.ts'
import { sourcesCovered } from '../../../src/engine/store/covered.ts'
import { startRun } from '../../../src/engine/store/query/run.ts'
import { sourcesById } from '../../../src/engine/store/sources.ts'
import { place } from '../../support/readers.ts'
import { openMadeUpSystems, plainSystem } from '../../support/systems.ts'
import { begin, randomStore } from '../store/query/random-store.ts'

const now = begin / 1000 + 86_400_000
const range = { from: begin / 1000 - 86_400_000, to: now + 3 * 86_400_000 }
const systems = openMadeUpSystems()
const { store, stop } = randomStore(11, 900, now, 100)
afterAll(stop)
beforeEach(() => void store.writer.run('DELETE FROM whitelist_entry'))

let entries = 0
function whitelist(entry: Pick<WhitelistAddition, 'value' | 'match' | 'mode'>, expiresAt = now + 1000): void {
  const id = `h${(entries += 1)}`
  const addition = { ...entry, reason: 'test', expiresAt }
  const life = JSON.stringify({ id, addition, owner: 'x', addedAt: 0, state: 'active' })
  store.writer.run(
    "INSERT INTO whitelist_entry (id, value, state, added, life) VALUES (?, ?, 'active', 1, ?)",
    id,
    entry.value,
    life,
  )
}

const attackers = (limit = 200, withHidden = false) =>
  attackersIn(createReading({ place, reader: store.reader, live: {}, systems, now: () => now }), {
    ...{ range, limit, withHidden },
  })
const names = (limit?: number): readonly string[] => attackers(limit).sources.map(({ address }) => address)

interface Sent {
  readonly source: string
  readonly agent: string | null
  readonly number: string | null
}

const received = `
  SELECT DISTINCT s.address AS source, u.text AS agent, n.text AS number
  FROM event_row e JOIN source s ON s.id = e.source LEFT JOIN user_agent u ON u.id = e.user_agent
    LEFT JOIN dialled d ON d.id = e.dialled LEFT JOIN number n ON n.id = d.number
  WHERE e.direction = 0`
const senders = (fits: (sent: Sent) => boolean): ReadonlySet<string> =>
  new Set(
    store.reader
      .all<Sent>(received)
      .filter(fits)
      .map(({ source }) => source),
  )

/** As `whitelisted:hidden` finds them. */
function filtered(entry: Pick<WhitelistAddition, 'value' | 'match'>): ReadonlySet<string> {
  const ids = sourcesCovered(entry, startRun({ reader: store.reader, now, systems }))
  return new Set(sourcesById(store.reader, ids).map(({ address }) => address))
}

it('leaves out whom an entry hides, whatever it is about, and says how many', () => {
  const all = names()
  const cases: readonly [Pick<WhitelistAddition, 'value' | 'match'>, (sent: Sent) => boolean][] = [
    [{ value: '198.51.100.0/24' }, ({ source }) => source.startsWith('198.51.100.')],
    [{ value: '2001:db8::1' }, ({ source }) => source === '2001:db8::1'],
    [{ value: 'AS64501', match: 'asn' }, ({ source }) => plainSystem(source) === 64501],
    [{ value: 'Friendly*', match: 'user-agent' }, ({ agent }) => agent?.toLowerCase().startsWith('friendly') === true],
    [{ value: '4685078029*', match: 'number' }, ({ number }) => number?.startsWith('4685078029') === true],
  ]
  for (const [entry, fits] of cases) {
    store.writer.run('DELETE FROM whitelist_entry')
    whitelist({ ...entry, mode: 'hide' })
    const hidden = all.filter((address) => senders(fits).has(address))
    expect(hidden.length, entry.value).toBeGreaterThan(0)
    expect(names(), entry.value).toEqual(all.filter((address) => !hidden.includes(address)))
    expect(attackers().hidden, entry.value).toBe(hidden.length)
    const listed = attackers(200, true).sources.filter(({ whitelisted }) => whitelisted)
    expect(
      listed.map(({ address }) => address),
      entry.value,
    ).toEqual(hidden)
    expect(
      all.filter((address) => filtered(entry).has(address)),
      entry.value,
    ).toEqual(hidden)
  }
})

it('shows them on request, in their places and marked', () => {
  const all = names()
  whitelist({ value: '198.51.100.0/24', mode: 'hide' })
  const { sources, hidden } = attackers(200, true)
  expect(sources.map(({ address }) => address)).toEqual(all)
  const marked = sources.filter((row) => row.hidden).map(({ address }) => address)
  expect(marked).toEqual(all.filter((address) => address.startsWith('198.51.100.')))
  expect(hidden).toBe(marked.length)
})

it('fills the list from behind, and counts those alone that would stand in it', () => {
  const all = names()
  const [first = '', second = ''] = all
  whitelist({ value: first, mode: 'hide' })
  whitelist({ value: all.at(-1) ?? '', mode: 'hide' })
  expect(names(1)).toEqual([second])
  expect(attackers(1).hidden).toBe(1)
})

it('finds the few behind many that are hidden', () => {
  const all = names()
  const last = all.at(-1) ?? expect.fail()
  for (const address of all) if (address !== last) whitelist({ value: address, mode: 'hide' })
  expect(names(2)).toEqual([last])
  expect(attackers(2).hidden).toBe(all.length - 1)
})

it('leaves everybody in for entries that block, inform or are over', () => {
  const all = names()
  whitelist({ value: '0.0.0.0/0', mode: 'block' })
  whitelist({ value: '0.0.0.0/0', mode: 'inform' })
  whitelist({ value: '0.0.0.0/0', mode: 'hide' }, now)
  expect(names()).toEqual(all)
  expect(attackers().hidden).toBe(0)
})
