import type { Test } from '../../../filter/filter.ts'
import { foldCase } from '../../../filter/match.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { SystemTable } from '../../geo/systems/systems.ts'
import { noSystem, systemsBySource } from './known-systems.ts'
import type { Run } from './run.ts'
import { numberTest } from './values.ts'

/** How a filter writes it. */
const written = (number: number): string => `AS${number}`

/** Ids of the sources whose network fits. Networks are looked up as of now: the store does not hold them. */
export function* sourcesInSystems(run: Run, test: Test): Generator<number> {
  const table = run.systems()
  const fits = numberTest(test)
  const known = new Map<number, boolean>()
  for (const [id, number] of systemsBySource(run, table).entries()) {
    const holds = known.get(number) ?? fits(number === noSystem ? undefined : number)
    known.set(number, holds)
    if (holds && id > 0) yield id
  }
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

interface SourceRow {
  readonly id: number
  readonly messages: number
}

const received = 'SELECT id, messages FROM source INDEXED BY source_messages'

/** Networks of stored sources by what their number begins with or their name holds, most messages first. */
export function systemValues(run: Run, typed: string, limit: number): readonly SystemValue[] {
  const table = tableAtHand(run)
  if (!table) return []
  const counts = new Map<number, number>()
  const systems = systemsBySource(run, table)
  for (const { id, messages } of run.reader.all<SourceRow>(received)) {
    const number = systems[id] ?? noSystem
    if (number !== noSystem) counts.set(number, (counts.get(number) ?? 0) + messages)
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

interface SystemCount {
  readonly value: string
  readonly label: string
  readonly messages: number
}

/** The sums of each network; `undefined` when no table says which that are. @param bySource by the id of the source. */
export function systemCounts(run: Run, bySource: Float64Array): readonly SystemCount[] | undefined {
  const table = tableAtHand(run)
  if (!table) return undefined
  const counts = new Map<number, number>()
  const systems = systemsBySource(run, table)
  bySource.forEach((messages, id) => {
    const number = messages > 0 ? (systems[id] ?? noSystem) : noSystem
    if (number !== noSystem) counts.set(number, (counts.get(number) ?? 0) + messages)
  })
  return Array.from(counts, ([number, messages]) => {
    const value = written(number)
    return { value, label: `${value} ${table.nameOf(number) ?? ''}`.trim(), messages }
  })
}
