import { parseNetwork } from '../../contract/ledger/address.ts'
import type { WhitelistAddition } from '../../contract/ledger/intents/whitelist.ts'
import { modeOf, whitelistTest } from '../../contract/ledger/whitelist.ts'
import type { Reading } from '../readers/reading.ts'
import { agentsBySource, numbersBySource } from '../store/texts-by-source.ts'
import { systemTable } from './systems.ts'

export interface Named {
  readonly id: number
  readonly address: string
}

/** @returns the ids of those that are covered. */
export type Covers = (sources: readonly Named[]) => ReadonlySet<number>

/** As a proposal carries them to the feed, so that what is covered here is what the feed would refuse. */
const lengths = { agent: 200, number: 64 } as const

/** Which sources whitelist entries in force cover; `undefined` when there are none. */
export const whitelisting = (reading: Reading): Covers | undefined => coverage(reading, entriesInForce(reading))

/** Which sources entries of mode `hide` keep out of lists; `undefined` when there are none. */
export const hiding = (reading: Reading): Covers | undefined =>
  coverage(
    reading,
    entriesInForce(reading).filter((addition) => modeOf(addition) === 'hide'),
  )

const entriesInForce = ({ ledger, now }: Reading): readonly WhitelistAddition[] =>
  ledger
    .activeEntries()
    .map(({ addition }) => addition)
    .filter(({ expiresAt }) => expiresAt > now())

/**
 * The texts of a source are read where an entry is about texts: what it costs follows from how many sources are asked
 * about, not from their events.
 */
function coverage(reading: Reading, entries: readonly WhitelistAddition[]): Covers | undefined {
  if (entries.length === 0) return undefined
  const tests = entries.map((addition) => whitelistTest(addition))
  return (sources) => {
    const seenOf = seenBy(reading, entries, sources)
    const isCovered = (source: Named): boolean => {
      const network = parseNetwork(source.address)
      return network !== undefined && tests.some((fits) => fits({ network, seen: seenOf(source) }))
    }
    return new Set(sources.filter(isCovered).map(({ id }) => id))
  }
}

function seenBy(reading: Reading, entries: readonly WhitelistAddition[], sources: readonly Named[]) {
  const ids = sources.map(({ id }) => id)
  const wanted = new Set(entries.map(({ match }) => match))
  const table = wanted.has('asn') ? systemTable(reading) : undefined
  const agents = wanted.has('user-agent') ? agentsBySource(reading.reader, ids) : undefined
  const numbers = wanted.has('number') ? numbersBySource(reading.reader, ids) : undefined
  return ({ id, address }: Named) => ({
    asn: table?.numberOf(address),
    userAgents: agents?.get(id)?.map((text) => text.slice(0, lengths.agent)),
    numbers: numbers?.get(id)?.map((text) => text.slice(0, lengths.number)),
  })
}
