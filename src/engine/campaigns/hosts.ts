import { isHost } from '../../contract/ledger/address.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { requireNetwork } from '../blacklist/proposing/draft.ts'

/**
 * Single addresses in their canonical form, each once.
 * @param but why a range will not do. @throws RpcError `bad-request`
 */
export const hostsOf = (texts: readonly string[], but: string): readonly string[] => [
  ...new Set(texts.map((text) => hostOf(text, but))),
]

function hostOf(text: string, but: string): string {
  const network = requireNetwork(text)
  if (isHost(network)) return network.text
  throw new RpcError('bad-request', `${network.text} is a range; ${but}`)
}
