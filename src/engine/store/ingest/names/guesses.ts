import { guessHowCodes } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import type { GuessFacts } from '../facts.ts'
import { bounded, type Intern } from './intern.ts'
import { Lru } from './lru.ts'

/** Gives every guess its row. */
export interface Guesses {
  find(guess: GuessFacts): number | undefined
  id(guess: GuessFacts): number
  reset(): void
}

export function internGuesses(writer: Writer, users: Intern): Guesses {
  const ids = new Lru<string, number>(20_000)
  const stored = ({ user, password, how }: GuessFacts): number | undefined => {
    const userId = users.find(user)
    if (userId === undefined) return undefined
    if (password === undefined) return writer.get<{ id: number }>(findUnknown, userId)?.id
    return writer.get<{ id: number }>(findKnown, userId, bounded(password), guessHowCodes.encode(how))?.id
  }
  const find = (guess: GuessFacts): number | undefined => {
    const key = keyOf(guess)
    const known = ids.get(key) ?? stored(guess)
    if (known !== undefined) ids.set(key, known)
    return known
  }
  return {
    find,
    id: (guess) => {
      const known = find(guess)
      if (known !== undefined) return known
      const password = guess.password === undefined ? null : bounded(guess.password)
      const { id } = writer.run(insert, users.id(guess.user), password, guessHowCodes.encode(guess.how))
      ids.set(keyOf(guess), id)
      return id
    },
    reset: () => ids.clear(),
  }
}

/** The length tells where the user ends. */
const keyOf = ({ user, password, how }: GuessFacts): string =>
  password === undefined ? `- ${user}` : `${how} ${user.length} ${user} ${password}`

const findUnknown = 'SELECT id FROM guess WHERE user = ? AND password IS NULL'
const findKnown = 'SELECT id FROM guess WHERE user = ? AND password = ? AND how = ?'
const insert = 'INSERT INTO guess (user, password, how) VALUES (?, ?, ?)'
