import { afterAll, describe, expect, it } from 'vitest'
import { contains, parseNetwork } from '../../../src/contract/ledger/address.ts'
import type { Match } from '../../../src/contract/ledger/intents/whitelist.ts'
import { coveredBy } from '../../../src/engine/store/covered.ts'
import { startRun } from '../../../src/engine/store/query/run.ts'
import { openMadeUpSystems, plainSystem } from '../../support/systems.ts'
import type { TestStore } from '../../support/store.ts'
import { addresses, agents, begin, cores, picker, randomStore } from '../store/query/random-store.ts'

/**
 * What an entry is said to cover is what is in the store: counted here from each stored message and dialog by itself, with
 * the words of the whitelist written once more.
 */
const now = begin / 1000 + 86_400_000
const systems = openMadeUpSystems()
const open: TestStore[] = []
afterAll(() => open.forEach(({ stop }) => stop()))

interface Message {
  readonly source: string
  readonly agent: string | null
  readonly number: string | null
}

const received = `
  SELECT s.address AS source, u.text AS agent, n.text AS number
  FROM event_row e JOIN source s ON s.id = e.source LEFT JOIN user_agent u ON u.id = e.user_agent
    LEFT JOIN dialled d ON d.id = e.dialled LEFT JOIN number n ON n.id = d.number
  WHERE e.direction = 0`
const dialogs = 'SELECT s.address AS source FROM dialog d JOIN source s ON s.id = d.source'

const folded = (text: string): string => text.toLowerCase()
const meant = (value: string, text: string | null): boolean => {
  if (text === null) return false
  const star = value.at(-1) === '*'
  return star ? folded(text).indexOf(folded(value.slice(0, -1))) === 0 : folded(text) === folded(value)
}

const parsed = new Map<string, ReturnType<typeof parseNetwork>>()
function networkOf(text: string): ReturnType<typeof parseNetwork> {
  if (!parsed.has(text)) parsed.set(text, parseNetwork(text))
  return parsed.get(text)
}
const systemsOf = new Map<string, number | undefined>()
function systemOf(source: string): number | undefined {
  if (!systemsOf.has(source)) systemsOf.set(source, plainSystem(source))
  return systemsOf.get(source)
}

const fits: Readonly<Record<Match, (message: Message, value: string) => boolean>> = {
  network: ({ source }, value) => {
    const [range, host] = [networkOf(value), networkOf(source)]
    return range !== undefined && host !== undefined && contains(range, host)
  },
  asn: ({ source }, value) => `AS${systemOf(source)}` === value,
  'user-agent': ({ agent }, value) => meant(value, agent),
  number: ({ number }, value) => meant(value, number),
}

const networks = [
  ...addresses,
  ...[
    '198.51.100.0/24',
    '198.51.100.128/25',
    '198.51.0.0/16',
    '198.0.0.0/7',
    '203.0.113.8/30',
    '0.0.0.0/0',
    '10.1.0.0/20',
  ],
  ...[
    '2001:db8::/48',
    '2001:db8:1::/48',
    '2001:db8::/32',
    '2001::/16',
    '2000::/3',
    '::/0',
    '2001:db8:1::2',
    '10.1.0.0/30',
  ],
]
const beginnings = (texts: readonly string[], length: number): string[] =>
  texts.flatMap((text) => (text.length > length ? [`${text.slice(0, length)}*`] : []))
const values: Readonly<Record<Match, readonly string[]>> = {
  network: networks,
  asn: ['AS64500', 'AS64501', 'AS64502', 'AS65536', 'AS1'],
  'user-agent': [
    ...agents.filter((text) => text.length > 1),
    ...[1, 2, 4].flatMap((length) => beginnings(agents, length)),
    ...['FRIENDLY-SCANNER', 'kelvin', 'KELVIN*', 'nobody'],
  ],
  number: [...cores, ...[2, 5, 10].flatMap((length) => beginnings(cores, length)), '99999'],
}

/** Enough sources for every step of the narrowing by text to find some and leave some. */
const crowds = [0, 400]

describe('what an entry covers', () => {
  it.each(crowds)('is what is stored of the sources that it fits: every kind, %i strangers', (crowd) => {
    const store = randomStore(crowd + 7, 900, now, crowd)
    open.push(store)
    const { reader } = store.store
    const messages = reader.all<Message>(received)
    const dialogsOf = Map.groupBy(reader.all<{ source: string }>(dialogs), ({ source }) => source)
    const run = startRun({ reader, now, systems })
    const random = picker(crowd + 1)
    let found = 0
    for (let at = 0; at < 250; at += 1) {
      const match = random.pick(['network', 'asn', 'user-agent', 'number'] as const)
      const value = random.pick(values[match])
      const sources = new Set(messages.filter((message) => fits[match](message, value)).map(({ source }) => source))
      const expected = {
        sources: sources.size,
        messages: messages.filter(({ source }) => sources.has(source)).length,
        dialogs: [...sources].reduce((sum, source) => sum + (dialogsOf.get(source)?.length ?? 0), 0),
      }
      expect({ match, value, ...coveredBy({ match, value }, run) }).toEqual({ match, value, ...expected })
      found += Number(sources.size > 0)
    }
    expect(found).toBeGreaterThan(150)
  })
})
