import { RpcError } from '../../../contract/rpc/error.ts'

/** What is typed to send the token over plain HTTP to another machine. */
const unencryptedWord = 'unencrypted'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * The feed's address as it is kept. Everybody on the way reads the token and the list where it is not encrypted, so that
 * is for this machine only, or where somebody says in words that it is wanted.
 *
 * @throws RpcError `bad-request` for what is no such address, `refused` (`confirmation`) for plain HTTP elsewhere.
 */
export function feedUrl(typed: string, word: string | undefined): string {
  const url = URL.canParse(typed.trim()) ? new URL(typed.trim()) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new RpcError('bad-request', 'the address of a feed begins with https://')
  if (url.username !== '' || url.password !== '') throw new RpcError('bad-request', 'the address holds a password')
  if (url.protocol === 'http:' && !loopback.test(url.hostname) && word?.trim().toLowerCase() !== unencryptedWord)
    throw new RpcError(
      'refused',
      `${url.host} would get the token unencrypted; type “${unencryptedWord}” to do so`,
      'confirmation',
    )
  return url.origin
}
