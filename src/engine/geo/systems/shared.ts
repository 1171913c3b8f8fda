import type { BuiltTable } from './build.ts'
import { tableOver, type SystemTable } from './table.ts'

/**
 * Memory in which the first thread that reads the table leaves it for the others. It takes none until then. A thread
 * that ends while it writes leaves it unusable: the others then keep a table of their own.
 */
const states = { empty: 0, writing: 1, ready: 2 }
/** Bytes in front of the table, for its state. */
const before = 8
const mostBytes = 32 << 20

export const sharedSystems = (): SharedArrayBuffer => new SharedArrayBuffer(before, { maxByteLength: mostBytes })

/** @returns `undefined` as long as nobody has left it there. */
export const sharedTable = (shared: SharedArrayBuffer): SystemTable | undefined =>
  Atomics.load(stateOf(shared), 0) === states.ready ? tableOver(shared, before) : undefined

/** @returns the table where it lies for all; `undefined` when another thread writes it at this moment, or it is too large. */
export function publishTable(shared: SharedArrayBuffer, table: BuiltTable): SystemTable | undefined {
  if (before + table.byteLength > shared.maxByteLength) return undefined
  const state = stateOf(shared)
  if (Atomics.compareExchange(state, 0, states.empty, states.writing) !== states.empty) return sharedTable(shared)
  shared.grow(before + table.byteLength)
  table.writeTo(shared, before)
  Atomics.store(state, 0, states.ready)
  return sharedTable(shared)
}

const stateOf = (shared: SharedArrayBuffer): Int32Array => new Int32Array(shared, 0, 1)
