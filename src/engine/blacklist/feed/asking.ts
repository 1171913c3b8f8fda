import { RpcError } from '../../../contract/rpc/error.ts'
import { FeedRefusal, FeedUnreachable } from './http.ts'

/** Things that cannot wait in the outbox: they need the feed's answer now. */
export async function asking<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof FeedRefusal) throw new RpcError('refused', error.message, error.code)
    if (error instanceof FeedUnreachable)
      throw new RpcError('unavailable', `the feed is out of reach: ${error.message}`)
    throw error
  }
}
