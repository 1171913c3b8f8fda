import type { GuessHow } from '../../contract/console/vocabulary.ts'
import { count, hostile, line, plural, text, type Line, type Section, type Tlp } from './document.ts'
import type { Facts } from './facts.ts'
import { table } from './table.ts'

/**
 * Accounts that were guessed at. What a tool writes down itself is told to everybody who may read the report; a password
 * that we found behind a digest may be somebody's real one, so it is masked where its digest is.
 */
export function accountSection({ guesses, sources, guessed }: Facts, tlp: Tlp): Section {
  const heading = 'Accounts attacked'
  if (guessed.attempts === 0) return { heading, blocks: [text('No password was tried.')] }
  return {
    heading,
    blocks: [
      text(
        `${plural(guessed.attempts, 'password attempt')} on ${plural(guessed.users, 'user')}; ${plural(guessed.passwords, 'password')} known.`,
      ),
      table(
        ['User', 'Password', 'Read from', 'Attempts'],
        guesses,
        (each) => [
          line(hostile(each.user)),
          passwordOf(each, tlp),
          line(readFrom[each.how]),
          line(count(each.attempts)),
        ],
        'stand on the profiles of the sources',
      ),
      ...(sources.length > 1 ? [text('Those tried most often by each of the busiest sources.')] : []),
    ],
  }
}

const readFrom: Readonly<Record<GuessHow, string>> = { tag: 'the message, in clear', digest: 'a digest' }

function passwordOf({ password, how }: Facts['guesses'][number], tlp: Tlp): Line {
  if (password === undefined) return line('(unknown)')
  return how === 'digest' && tlp !== 'RED' ? line('(masked)') : line(hostile(password))
}
