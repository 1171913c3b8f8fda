import type { Match } from '../../contract/ledger/intents/whitelist.ts'
import { whitelistFault } from '../../contract/ledger/whitelist.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { requireNetwork } from '../blacklist/proposing/draft.ts'

/** What is compared with the fold of a dialled number, which has digits alone. */
const written = /[\s+().\-/]/g

/**
 * An entry's value as the ledger takes it.
 * @throws RpcError `bad-request`, in words, when it is none.
 */
export function canonicalValue(text: string, match: Match): string {
  const value = spelled(text.trim(), match)
  const fault = value.isWellFormed() ? whitelistFault({ value, match }) : 'it holds half a character'
  if (fault !== undefined) throw new RpcError('bad-request', fault)
  return value
}

function spelled(text: string, match: Match): string {
  switch (match) {
    case 'network':
      return requireNetwork(text).text
    case 'asn':
      return text.replace(/^(?:asn?)?\s*0*(?=\d)/i, 'AS')
    case 'number':
      return text.replace(written, '')
    case 'user-agent':
      return text
  }
}
