import { parseNetwork } from '../../contract/ledger/address.ts'
import type { WhitelistAddition } from '../../contract/ledger/intents/whitelist.ts'
import { whitelistTest } from '../../contract/ledger/whitelist.ts'
import type { Reading } from '../readers/reading.ts'
import { systemTable } from '../sources/systems.ts'
import { agentsBySource, numbersBySource } from '../store/texts-by-source.ts'

interface Source {
  readonly id: number
  readonly address: string
}

/** @returns the ids of those that are hidden. */
export type Hiding = (sources: readonly Source[]) => ReadonlySet<number>

/** As a proposal carries them to the feed, so that what is hidden here is what the feed would refuse. */
const lengths = { agent: 200, number: 64 } as const

/**
 * What whitelist entries of mode `hide` keep out of lists; `undefined` when there are none. The texts of a source are
 * read where an entry is about texts: what it costs follows from how many sources are asked about, not from their events.
 */
export function hiding(reading: Reading): Hiding | undefined {
  const entries = reading.ledger
    .activeEntries()
    .map(({ addition }) => addition)
    .filter(({ mode, expiresAt }) => mode === 'hide' && expiresAt > reading.now())
  if (entries.length === 0) return undefined
  const tests = entries.map((addition) => whitelistTest(addition))
  return (sources) => {
    const seenOf = seenBy(reading, entries, sources)
    const isHidden = (source: Source): boolean => {
      const network = parseNetwork(source.address)
      return network !== undefined && tests.some((fits) => fits({ network, seen: seenOf(source) }))
    }
    return new Set(sources.filter(isHidden).map(({ id }) => id))
  }
}

function seenBy(reading: Reading, entries: readonly WhitelistAddition[], sources: readonly Source[]) {
  const ids = sources.map(({ id }) => id)
  const wanted = new Set(entries.map(({ match }) => match))
  const table = wanted.has('asn') ? systemTable(reading) : undefined
  const agents = wanted.has('user-agent') ? agentsBySource(reading.reader, ids) : undefined
  const numbers = wanted.has('number') ? numbersBySource(reading.reader, ids) : undefined
  return ({ id, address }: Source) => ({
    asn: table?.numberOf(address),
    userAgents: agents?.get(id)?.map((text) => text.slice(0, lengths.agent)),
    numbers: numbers?.get(id)?.map((text) => text.slice(0, lengths.number)),
  })
}
