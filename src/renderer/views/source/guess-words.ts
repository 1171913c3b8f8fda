import type { GuessCheck, GuessTotals } from '../../../contract/console/sources.ts'
import { count, counted } from '../../text/format.ts'

/** Digests are looked for in this many of the newest messages. */
const mostChecked = 200

/** "72 attempts · 1 user · 70 passwords". */
export function totalsWords({ attempts, users, passwords, unknown }: GuessTotals): string {
  if (attempts === 0) return ''
  const parts = [counted(attempts, 'attempt'), counted(users, 'user'), counted(passwords, 'known password')]
  return [...parts, ...(unknown > 0 ? [`${count(unknown)} as digest only`] : [])].join(' · ')
}

/** What the list leaves out, said below it; nothing when it leaves out nothing. */
export function unlistedWords({ listed, unlisted }: GuessTotals): string {
  if (unlisted === 0) return ''
  return `${count(listed)} different guesses are listed. ${counted(unlisted, 'more attempt')} ${unlisted === 1 ? 'is' : 'are'} counted but not listed: a source’s guesses are listed up to 10,000 different ones.`
}

export function checkButtonWords({ unknown }: GuessTotals): string {
  if (unknown > mostChecked) return `Check the newest ${mostChecked} digests against known passwords`
  return `Check ${unknown === 0 ? 'digests' : counted(unknown, 'digest')} against known passwords`
}

/** Why nothing can be checked; nothing when something can. */
export function checkBlockedWords({ attempts, unknown }: GuessTotals): string | undefined {
  if (unknown > 0) return undefined
  return attempts === 0 ? 'It guessed no passwords' : 'It left no digest whose password is unknown'
}

/** What a check brought, as sentences. */
export function checkWords({ digests, uncheckable, found, complete }: GuessCheck): string {
  if (digests === 0) return 'None of its last messages holds a digest whose password is unknown.'
  return [
    `Found the passwords of ${count(found.length)} of ${counted(digests, 'digest')}.`,
    ...(uncheckable > 0
      ? [`${counted(uncheckable, 'digest')} cannot be tried: algorithm unknown or parts missing.`]
      : []),
    ...(complete ? [] : ['Not complete: time was up before every digest had been tried with every password.']),
  ].join(' ')
}
