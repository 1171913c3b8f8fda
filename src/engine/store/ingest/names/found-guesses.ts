import { guessHowCodes } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import type { GuessFacts } from '../facts.ts'
import { bounded } from './intern.ts'

/** What a digest was found to be made with. */
export interface FoundPassword {
  readonly user: string
  readonly password: string
}

const find = `
  SELECT u.text AS user, g.password FROM guess g JOIN user u ON u.id = g.user
  WHERE g.id = ? AND g.how = ${guessHowCodes.encode('digest')} AND g.password IS NOT NULL`

/**
 * A message holds the digest of a password, not the password: once that was found for a message it stays found, however
 * often the message is judged anew.
 * @param before ids of the guesses that the event's row names.
 */
export function keepFound(
  writer: Writer,
  before: readonly number[],
  guesses: readonly GuessFacts[],
): readonly GuessFacts[] {
  if (guesses.every(({ password }) => password !== undefined)) return guesses
  return withPasswords(
    guesses,
    before.flatMap((id) => writer.get<FoundPassword>(find, id) ?? []),
  )
}

/** Each found password goes to one guess of its user that has none. */
export function withPasswords(guesses: readonly GuessFacts[], found: readonly FoundPassword[]): readonly GuessFacts[] {
  const left = [...found]
  return guesses.map((guess) => {
    if (guess.password !== undefined) return guess
    const at = left.findIndex(({ user }) => user === bounded(guess.user))
    const [known] = at < 0 ? [] : left.splice(at, 1)
    return known ? { ...guess, password: known.password } : guess
  })
}
