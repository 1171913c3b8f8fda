import { RpcError } from '../../contract/rpc/error.ts'

export const missing = (id: number): RpcError => new RpcError('not-found', `there is no campaign ${id}`)
