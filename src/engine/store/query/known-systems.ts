import type { SystemTable } from '../../geo/systems/systems.ts'
import { fileOf } from './kinds.ts'
import { lengthOf, type Run } from './run.ts'

/** Numbers of networks by the id of the source; reserved (RFC 7300) and so given to nobody: it has none. */
export const noSystem = 0xff_ff_ff_ff

interface Known {
  numbers: Uint32Array
  last: Source | undefined
}

interface Source {
  readonly id: number
  readonly address: string
  /** Microseconds. */
  readonly firstSeen: number
}

/**
 * A source keeps its address, and no id is given twice (retention/old-sources.ts), so that each thread looks the network
 * of every source up once for each file. What was looked up is taken for another file's when its last source is not the
 * same there: a backup was put in its place.
 */
const known = new WeakMap<SystemTable, Map<string, Known>>()
const columns = 'SELECT id, address, first_seen AS firstSeen FROM source'
const stretch = 10_000

/** Which network each source belongs to. An id that no source has may be in it too. */
export function systemsBySource(run: Run, table: SystemTable): Uint32Array {
  const found = knownOf(run, table)
  const length = lengthOf(run.reader, 'source')
  if (length > found.numbers.length) found.numbers = grown(found.numbers, length)
  for (;;) {
    run.pause()
    const rows = run.reader.all<Source>(`${columns} WHERE id > ? ORDER BY id LIMIT ?`, found.last?.id ?? 0, stretch)
    for (const { id, address } of rows) found.numbers[id] = table.numberOf(address) ?? noSystem
    found.last = rows.at(-1) ?? found.last
    if (rows.length < stretch) return found.numbers.subarray(0, length)
  }
}

function knownOf({ reader }: Run, table: SystemTable): Known {
  const files = known.get(table) ?? new Map<string, Known>()
  known.set(table, files)
  const file = fileOf(reader)
  const before = files.get(file)
  if (before?.last && isSame(before.last, reader.get<Source>(`${columns} WHERE id = ?`, before.last.id))) return before
  const fresh: Known = { numbers: new Uint32Array(0), last: undefined }
  files.set(file, fresh)
  return fresh
}

const isSame = (before: Source, now: Source | undefined): boolean =>
  now !== undefined && now.address === before.address && now.firstSeen === before.firstSeen

/** With room for those that come next. */
function grown(numbers: Uint32Array, length: number): Uint32Array {
  const result = new Uint32Array(Math.ceil(length * 1.25)).fill(noSystem)
  result.set(numbers)
  return result
}
