import type { Writer } from '../connection.ts'
import type { JudgedIds } from './names/ids.ts'
import { Lru } from './names/lru.ts'

/** What a sensor said of a message, apart from who and when; codes and row ids. */
export interface Circumstances {
  readonly sensor: number
  readonly listener: number
  readonly transport: number
  /** 0: received. */
  readonly direction: 0 | 1
  readonly proof: number
}

/** Gives every combination of all that is said of a message, but who, when and what it names, its row in `kind`. */
export interface Kinds {
  id(where: Circumstances, ids: JudgedIds): number
  /** After a rollback: ids handed out since then stand for nothing. */
  reset(): void
}

interface Known {
  readonly id: number
  readonly where: Circumstances
  readonly ids: JudgedIds
}

const cached = 20_000

export function createKinds(writer: Writer): Kinds {
  const known = new Lru<number, Known>(cached)
  return {
    id: (where, ids) => {
      const key = hashOf(where, ids)
      const found = known.get(key)
      if (found !== undefined && isSame(found, where, ids)) return found.id
      const id = findKind(writer, where, ids) ?? insertKind(writer, where, ids)
      known.set(key, { id, where, ids })
      return id
    },
    reset: () => known.clear(),
  }
}

const columnsOf = (where: Circumstances, ids: JudgedIds): (number | string | null)[] => [
  ...[where.sensor, where.listener, where.transport, where.direction, ids.method, ids.status, ids.userAgent, ids.tool],
  ...[ids.class, ids.severity, where.proof, ids.fault, ids.fingerprint, ids.foreignVia],
]

const find = `
  SELECT id FROM kind INDEXED BY kind_key
  WHERE sensor = ? AND listener = ? AND transport = ? AND direction = ? AND coalesce(method, -1) = coalesce(?, -1)
    AND coalesce(status, -1) = coalesce(?, -1) AND coalesce(user_agent, -1) = coalesce(?, -1) AND tool = ? AND class = ?
    AND severity = ? AND proof = ? AND coalesce(fault, '') = coalesce(?, '')
    AND coalesce(fingerprint, -1) = coalesce(?, -1) AND foreign_via = ?`
const insert = `
  INSERT INTO kind (sensor, listener, transport, direction, method, status, user_agent, tool, class, severity, proof, fault,
    fingerprint, foreign_via)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const findKind = (writer: Writer, where: Circumstances, ids: JudgedIds): number | undefined =>
  writer.get<{ id: number }>(find, ...columnsOf(where, ids))?.id

const insertKind = (writer: Writer, where: Circumstances, ids: JudgedIds): number =>
  writer.run(insert, ...columnsOf(where, ids)).id

/** Finds a kind many times faster than a text of all its parts would; that two share one only costs a look at the table. */
function hashOf(where: Circumstances, ids: JudgedIds): number {
  let hash = where.sensor * 8 + where.proof * 2 + where.direction
  hash = mix(hash, where.listener * 4 + where.transport)
  hash = mix(hash, (ids.fingerprint ?? -1) + 1)
  hash = mix(hash, (ids.userAgent ?? -1) + 1)
  hash = mix(hash, (ids.method ?? 0) * 1_024 + (ids.status ?? 0))
  hash = mix(hash, (ids.class * 8 + ids.severity) * 2 + ids.foreignVia)
  return mix(hash, ids.tool * 256 + (ids.fault?.length ?? 0))
}

function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

const isSame = ({ where: a, ids: x }: Known, b: Circumstances, y: JudgedIds): boolean =>
  a.sensor === b.sensor &&
  a.listener === b.listener &&
  a.transport === b.transport &&
  a.direction === b.direction &&
  a.proof === b.proof &&
  x.method === y.method &&
  x.status === y.status &&
  x.userAgent === y.userAgent &&
  x.tool === y.tool &&
  x.class === y.class &&
  x.severity === y.severity &&
  x.fault === y.fault &&
  x.fingerprint === y.fingerprint &&
  x.foreignVia === y.foreignVia
