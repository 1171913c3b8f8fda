import type { Behaviour } from './behaviour.ts'
import { counted, probedUsers } from './counts.ts'
import type { SourceSummary } from './summary.ts'
import { thresholds } from './thresholds.ts'
import { figure, many, times } from './words.ts'

/** What a source does with accounts. */
export function* guessing(summary: SourceSummary): Generator<Behaviour> {
  const withPasswords = guessed(summary)
  if (withPasswords) yield withPasswords
  if (withPasswords === undefined || !onlyFetchesChallenges(summary)) yield* enumeration(summary)
  yield* digestLeak(summary)
}

function guessed(summary: SourceSummary): Behaviour | undefined {
  if (spraying(summary)) return passwordSpraying(summary)
  if (forcing(summary)) return bruteForce(summary)
  return reusing(summary) ? credentialReuse(summary) : undefined
}

/** No user without a guess: the other requests fetch the challenge for the guess behind them. SIPVicious does both. */
const onlyFetchesChallenges = (summary: SourceSummary): boolean =>
  probedUsers(summary) === 0 && summary.tools.every(({ tool }) => tool !== 'sipvicious')

function spraying({ guesses: { users, mostPerUser } }: SourceSummary): boolean {
  return users >= thresholds.sprayedUsers && mostPerUser <= thresholds.sprayedPerUser
}

/** Only programs of attackers are classed as guessing by one message; of others the number of attempts tells. */
function forcing(summary: SourceSummary): boolean {
  const { attempts } = summary.guesses
  if (counted(summary, 'password-guessing') > 0) return true
  return attempts >= thresholds.guesses && attempts > summary.accepted * thresholds.guessesPerLogin
}

/** Comes with the password: hardly a try too many, not refused after it, and then it calls or had looked around. */
function reusing(summary: SourceSummary): boolean {
  const { attempts, mostPerUser } = summary.guesses
  if (attempts === 0 || mostPerUser > thresholds.knownPerUser) return false
  const { accepted, refusals } = summary
  // Each attempt answers one refusal, the challenge; a wrong password earns a second one.
  if (accepted === 0 && refusals > attempts) return false
  return counted(summary, 'toll-fraud') > 0 || (accepted > 0 && probedUsers(summary) >= thresholds.probedUsers)
}

function passwordSpraying({ guesses }: SourceSummary): Behaviour {
  const { users, attempts, mostPerUser } = guesses
  const sentence = `Tried a few passwords on each of ${figure(users, 'user')}`
  const reasons = [`${figure(attempts, 'guess', 'guesses')}, at most ${mostPerUser} for one user`, ...inClear(guesses)]
  return { class: 'password-spraying', severity: 'high', sentence, reasons, count: attempts }
}

function bruteForce(summary: SourceSummary): Behaviour {
  const { guesses, refusals } = summary
  const { attempts, users, mostPerUser } = guesses
  const asked = counted(summary, 'password-guessing')
  const sentence =
    attempts === 0
      ? `Prepared to guess passwords in ${many(asked, 'message')}`
      : `Guessed passwords ${times(attempts)} for ${many(users, 'user')}`
  const reasons = attempts === 0 ? [] : [`up to ${figure(mostPerUser, 'guess', 'guesses')} for one user`]
  reasons.push(...inClear(guesses))
  if (refusals >= thresholds.refusals) reasons.push(`went on through ${figure(refusals, 'refusal')}`)
  if (reasons.length === 0) reasons.push('asked for the nonce that guesses are made with, as its tool does first')
  const count = attempts === 0 ? asked : attempts
  if (!mayBeForgetful(summary)) return { class: 'brute-force', severity: 'high', sentence, reasons, count }
  reasons.push('one user, and no tool of attackers: it may be a phone with an old password')
  return {
    class: 'brute-force',
    severity: 'medium',
    sentence: `Tried to log in ${times(attempts)} as one user`,
    reasons,
    count,
  }
}

/** A phone whose password was changed tries for hours; whoever guesses needs far more tries, or other users. */
const mayBeForgetful = (summary: SourceSummary): boolean =>
  counted(summary, 'password-guessing') === 0 &&
  summary.guesses.users === 1 &&
  summary.guesses.attempts < thresholds.forgetful &&
  probedUsers(summary) < thresholds.probedUsers

const inClear = ({ passwords }: SourceSummary['guesses']): readonly string[] =>
  passwords > 0 ? [`${figure(passwords, 'password')} known in clear`] : []

function credentialReuse({ guesses, accepted }: SourceSummary): Behaviour {
  const sentence = `Came with credentials for ${many(guesses.users, 'user')} instead of guessing`
  const reasons = [`${figure(guesses.attempts, 'login')} with a password, at most ${guesses.mostPerUser} for one user`]
  if (accepted > 0) reasons.push(`let in ${times(accepted)}`)
  return { class: 'credential-reuse', severity: 'high', sentence, reasons, count: guesses.attempts }
}

function* enumeration(summary: SourceSummary): Generator<Behaviour> {
  const count = counted(summary, 'extension-enumeration')
  const probed = probedUsers(summary)
  if (count === 0 && probed < thresholds.probedUsers) return
  const sentence =
    summary.users < 2
      ? `Looked for extensions in ${many(count, 'message')}`
      : `Tried ${figure(summary.users, 'user')} and extensions`
  const named = probed > 0 ? `${figure(probed, 'user')} named` : figure(count, 'request')
  const reasons = [`${named} without a password: the answers tell which of them exist`]
  yield { class: 'extension-enumeration', severity: 'medium', sentence, reasons, count: Math.max(count, probed) }
}

function* digestLeak(summary: SourceSummary): Generator<Behaviour> {
  const count = counted(summary, 'digest-leak')
  if (count === 0) return
  const sentence = `Asked us to prove a password ${times(count)}`
  const reasons = ['challenged the called side, to guess at its digest offline']
  yield { class: 'digest-leak', severity: 'high', sentence, reasons, count }
}
