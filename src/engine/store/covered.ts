import { parseNetwork } from '../../contract/ledger/address.ts'
import type { WhitelistAddition } from '../../contract/ledger/intents/whitelist.ts'
import { textTest } from '../../contract/ledger/whitelist.ts'
import type { Reader } from './connection.ts'
import { totalsInside, type NetworkTotals } from './network-sources.ts'
import { systemsBySource } from './query/known-systems.ts'
import type { Run } from './query/run.ts'
import { sourcesInside } from './query/terms/addresses.ts'

export type Matched = Pick<WhitelistAddition, 'value' | 'match'>

/**
 * What the store holds of the sources that a whitelist entry is about, by what is counted for each source anyway: no event
 * is looked at.
 * @throws RpcError `unavailable` when there is no table of autonomous systems and the entry is about one.
 */
export function coveredBy({ value, match = 'network' }: Matched, run: Run): NetworkTotals {
  switch (match) {
    case 'network': {
      const network = parseNetwork(value)
      return network ? totalsInside(run.reader, network) : { sources: 0, messages: 0, dialogs: 0 }
    }
    case 'asn':
      return totals(run.reader, withIds, sourcesOf(run, Number(value.slice(2))))
    case 'user-agent':
      return totals(run.reader, withAgents, idsOfTexts(run, 'user_agent', value))
    case 'number':
      return totals(run.reader, withNumbers, idsOfTexts(run, 'number', value))
  }
}

/**
 * Ids of those sources.
 * @throws RpcError `unavailable` as above.
 */
export function sourcesCovered({ value, match = 'network' }: Matched, run: Run): readonly number[] {
  switch (match) {
    case 'network': {
      const network = parseNetwork(value)
      return network ? sourcesInside(run.reader, network) : []
    }
    case 'asn':
      return sourcesOf(run, Number(value.slice(2)))
    case 'user-agent':
      return idsBy(run.reader, agentSources, idsOfTexts(run, 'user_agent', value))
    case 'number':
      return idsBy(run.reader, numberSources, idsOfTexts(run, 'number', value))
  }
}

const agentSources = `SELECT s.source AS id FROM source_kind s WHERE s.kind IN (
  SELECT k.id FROM kind k WHERE k.direction = 0 AND k.user_agent IN (SELECT value FROM json_each(?)))`
const numberSources = 'SELECT source AS id FROM source_number WHERE number IN (SELECT value FROM json_each(?))'

const idsBy = (reader: Reader, sql: string, texts: readonly number[]): readonly number[] =>
  reader.all<{ id: number }>(sql, JSON.stringify(texts)).map(({ id }) => id)

const sums = `SELECT count(*) AS sources, coalesce(sum(messages), 0) AS messages, coalesce(sum(dialogs), 0) AS dialogs
  FROM source WHERE messages > 0 AND id IN`
const withIds = `${sums} (SELECT value FROM json_each(?))`
const withAgents = `${sums} (${agentSources})`
const withNumbers = `${sums} (${numberSources})`

const totals = (reader: Reader, sql: string, ids: readonly number[]): NetworkTotals =>
  reader.get<NetworkTotals>(sql, JSON.stringify(ids)) ?? { sources: 0, messages: 0, dialogs: 0 }

function sourcesOf(run: Run, system: number): readonly number[] {
  const found: number[] = []
  systemsBySource(run, run.systems()).forEach((number, id) => {
    if (number === system && id > 0) found.push(id)
  })
  return found
}

interface TextRow {
  readonly id: number
  readonly text: string
}

/** `length`: characters of it that a proposal carries, and so all that the feed can look at. */
const texts = {
  user_agent: {
    length: 200,
    last: 'SELECT max(id) AS last FROM user_agent',
    rows: 'SELECT id, text FROM user_agent WHERE id > ? AND id <= ?',
  },
  number: {
    length: 64,
    last: 'SELECT max(id) AS last FROM number',
    rows: 'SELECT id, text FROM number WHERE id > ? AND id <= ?',
  },
}
/** Rows looked at between two looks at whether anybody still waits. */
const stretch = 20_000

/** SQLite folds the case of A to Z alone, so each text is held against the very test that bans are held against. */
function idsOfTexts(run: Run, table: keyof typeof texts, value: string): readonly number[] {
  const { length, last: greatest, rows: reading } = texts[table]
  const fits = textTest(value)
  const ids: number[] = []
  const last = run.reader.get<{ last: number | null }>(greatest)?.last ?? 0
  for (let from = 0; from < last; from += stretch) {
    run.pause()
    const rows = run.reader.all<TextRow>(reading, from, from + stretch)
    for (const { id, text } of rows) if (fits(text.slice(0, length))) ids.push(id)
  }
  return ids
}
