import type { DigestCredentials } from '../header/authorization.ts'
import type { SipviciousTag } from './sipvicious.ts'

/** One attempt at an account. A message may hold several: some brute forcers send two digests at once. */
export interface Guess {
  readonly user: string
  /** As the attacker's own tool wrote it down; `undefined` when only its digest was sent. */
  readonly password: string | undefined
}

const none: readonly Guess[] = []

/** What a message tries, by its digests; one that svcrack also names in its tag is that guess in clear. */
export function guessesOf(digests: readonly DigestCredentials[], tag: SipviciousTag | undefined): readonly Guess[] {
  const named = tag?.kind === 'guess' ? tag : undefined
  if (digests.length === 0 && named === undefined) return none
  const tried = digests.map(({ username = '' }) => ({
    user: username,
    password: username === named?.user ? named.password : undefined,
  }))
  return named && tried.length === 0 ? [{ user: named.user, password: named.password }] : tried
}
