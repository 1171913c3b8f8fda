import { RpcError } from '../../contract/rpc/error.ts'
import { storageFault } from './error.ts'
import type { Store } from './open.ts'

/** Runs a write that a person asked for. @throws RpcError `read-only` in words when the disk does not take it. */
export function guardedWrite<Result>(store: Pick<Store, 'health'>, write: () => Result): Result {
  try {
    return store.health.guard(write)
  } catch (error) {
    const fault = storageFault(error)
    if (fault) throw new RpcError('read-only', `nothing was saved: ${fault}`)
    throw error
  }
}
