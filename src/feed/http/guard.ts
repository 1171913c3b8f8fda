import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Refusal } from '../refusal.ts'

/** Who may speak to `/ledger`: consoles, which are programs. A browser on the same machine is used against us. */
export type LedgerGuard = (request: IncomingMessage) => void

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * - An Origin header means a web page: refused, whatever its token.
 * - A foreign Host means a name that was pointed at us (DNS rebinding).
 * - The token is compared in constant time.
 * @throws Refusal `forbidden`, `unauthorized`
 */
export function createLedgerGuard(token: string, hostNames: ReadonlySet<string>): LedgerGuard {
  const expected = digest(`Bearer ${token}`)
  return ({ headers }) => {
    if (headers.origin !== undefined) throw new Refusal('forbidden', 'web pages may not use the ledger')
    if (!hostNames.has(hostName(headers.host))) throw new Refusal('forbidden', 'this host name is not the feed’s')
    if (!timingSafeEqual(digest(headers.authorization ?? ''), expected)) {
      throw new Refusal('unauthorized', 'the console token is missing or wrong')
    }
  }
}

/** Host header without its port, IPv6 without brackets. */
function hostName(host: string | undefined): string {
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(host ?? '') ?? []
  return (bracketed ?? plain ?? '').toLowerCase()
}
