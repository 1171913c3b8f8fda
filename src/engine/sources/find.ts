import { parseNetwork } from '../../contract/ledger/address.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Reader } from '../store/connection.ts'
import { sourceByAddress, type StoredSource } from '../store/sources.ts'

/** @throws RpcError `not-found` when the address was never seen. */
export function findSource(reader: Reader, text: string): StoredSource {
  const address = parseNetwork(text)?.text ?? text
  const source = sourceByAddress(reader, address)
  if (!source) throw unseen(text)
  return source
}

export const unseen = (address: string): RpcError => new RpcError('not-found', `nothing was received from ${address}`)
