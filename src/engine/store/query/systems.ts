import type { Test } from '../../../filter/filter.ts'
import { foldCase } from '../../../filter/match.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { SystemTable } from '../../geo/systems/systems.ts'
import type { Run } from './run.ts'
import { numberTest } from './values.ts'

interface SourceRow {
  readonly id: number
  readonly address: string
  readonly messages: number
}

const stretch = 20_000
const sql = 'SELECT id, address, messages FROM source WHERE id > ? ORDER BY id LIMIT ?'

function* sources(run: Run): Generator<SourceRow> {
  for (let last = 0; ;) {
    run.pause()
    const rows = run.reader.all<SourceRow>(sql, last, stretch)
    yield* rows
    const next = rows.at(-1)
    if (!next || rows.length < stretch) return
    last = next.id
  }
}

/** How a filter writes it. */
const written = (number: number): string => `AS${number}`

/** Ids of the sources whose network fits. Networks are looked up as of now: the store does not hold them. */
export function* sourcesInSystems(run: Run, test: Test): Generator<number> {
  const table = run.systems()
  const fits = numberTest(test)
  for (const { id, address } of sources(run)) if (fits(table.numberOf(address))) yield id
}

/** For lists that are there for help: without the table they are empty, and `asn:` says why. */
function tableAtHand(run: Run): SystemTable | undefined {
  try {
    return run.systems()
  } catch (error) {
    if (error instanceof RpcError && error.code === 'unavailable') return undefined
    throw error
  }
}

interface SystemValue {
  readonly value: string
  readonly detail: string
  /** Received from it, over all time. */
  readonly messages: number
}

/** Networks of stored sources by what their number begins with or their name holds, most messages first. */
export function systemValues(run: Run, typed: string, limit: number): readonly SystemValue[] {
  const table = tableAtHand(run)
  if (!table) return []
  const counts = new Map<number, number>()
  for (const { address, messages } of sources(run)) {
    const number = table.numberOf(address)
    if (number !== undefined) counts.set(number, (counts.get(number) ?? 0) + messages)
  }
  const wanted = foldCase(typed)
  return Array.from(counts, ([number, messages]) => ({
    ...{ value: written(number), detail: table.nameOf(number) ?? '', messages },
  }))
    .filter(({ value, detail }) => isMeant(wanted, value, detail))
    .sort((a, b) => b.messages - a.messages || (a.value < b.value ? -1 : 1))
    .slice(0, limit)
}

const isMeant = (wanted: string, value: string, name: string): boolean =>
  foldCase(value).startsWith(wanted) || value.slice(2).startsWith(wanted) || foldCase(name).includes(wanted)

interface SystemName {
  readonly value: string
  readonly label: string
}

/** What sources count under by their network, number and name; `undefined` when no table says it. */
export function systemNames(run: Run): ((address: string) => readonly SystemName[]) | undefined {
  const table = tableAtHand(run)
  if (!table) return undefined
  const known = new Map<number, readonly SystemName[]>()
  return (address) => {
    const number = table.numberOf(address)
    if (number === undefined) return []
    const value = written(number)
    const names = known.get(number) ?? [{ value, label: `${value} ${table.nameOf(number) ?? ''}`.trim() }]
    known.set(number, names)
    return names
  }
}
