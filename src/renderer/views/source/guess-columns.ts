import type { GuessRow } from '../../../contract/console/sources.ts'
import type { Column } from '../../components/grid.ts'
import { isoTime } from '../../text/time.ts'
import { guessHowNames } from '../../text/words.ts'

const unknownPassword = 'unknown, digest only'
const emptyPassword = 'empty'

/** What stands in place of a password that cannot be shown as text. */
export function passwordNote({ password }: GuessRow): string | undefined {
  if (password === undefined) return unknownPassword
  return password === '' ? emptyPassword : undefined
}

export const guessColumns: readonly Column<GuessRow>[] = [
  {
    id: 'user',
    title: 'User',
    width: 'minmax(80px, 0.8fr)',
    text: ({ user }) => user,
    sortBy: ({ user }) => user,
  },
  {
    id: 'password',
    title: 'Password',
    width: 'minmax(130px, 1.3fr)',
    sortBy: ({ password = '' }) => password,
    plain: (row) => {
      const note = passwordNote(row)
      return note === undefined ? (row.password ?? '') : `(${note})`
    },
  },
  {
    id: 'how',
    title: 'Read from',
    width: '84px',
    hint: 'In clear: its tool wrote the password into a tag. Digest: known once it was found',
    text: ({ how }) => guessHowNames[how],
  },
  {
    id: 'attempts',
    title: 'Attempts',
    width: '76px',
    align: 'end',
    sortBy: ({ attempts }) => attempts,
    plain: ({ attempts }) => String(attempts),
  },
  {
    id: 'first',
    title: 'First seen',
    width: '190px',
    sortBy: ({ firstSeen }) => firstSeen,
    plain: ({ firstSeen }) => isoTime(firstSeen),
  },
  {
    id: 'last',
    title: 'Last seen',
    width: '92px',
    sortBy: ({ lastSeen }) => lastSeen,
    plain: ({ lastSeen }) => isoTime(lastSeen),
  },
]

/**
 * A number for each guess, the same as long as the page is open: a row is known by the attacker's text, which must not
 * become the id of an element.
 */
export function guessKeys(): (row: GuessRow) => number {
  const numbers = new Map<string, number>()
  return ({ user, password, how }) => {
    const text = JSON.stringify([user, password ?? null, how])
    const known = numbers.get(text) ?? numbers.size
    numbers.set(text, known)
    return known
  }
}
