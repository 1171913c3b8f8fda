import { createHash } from 'node:crypto'
import type { Challenge } from '../actor.ts'

export interface Credentials {
  readonly user: string
  readonly password: string
  readonly method: string
  readonly uri: string
  readonly cnonce: string
  /** Nonce count as it is written. */
  readonly count: string
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** Digest response with MD5 (RFC 2617 §3.2.2), with or without quality of protection. */
export function digestResponse(challenge: Challenge, given: Credentials): string {
  const secret = md5(`${given.user}:${challenge.realm}:${given.password}`)
  const request = md5(`${given.method}:${given.uri}`)
  const middle = challenge.qop === undefined ? '' : `${given.count}:${given.cnonce}:auth:`
  return md5(`${secret}:${challenge.nonce}:${middle}${request}`)
}
