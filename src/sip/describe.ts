import type { AttackClass } from './attack/class.ts'
import type { Guess } from './decode/guess.ts'
import { isInternational } from './number/country.ts'
import type { DialledNumber } from './number/dialled.ts'

/** What a sentence is made of; an `Analysis` and a row of any list both fit. */
export interface Describable {
  readonly method?: string | undefined
  readonly status?: number | undefined
  readonly number?: Pick<DialledNumber, 'core' | 'prefix'> | undefined
  readonly class: AttackClass
  readonly users?: readonly string[] | undefined
  readonly guesses?: readonly Guess[] | undefined
  readonly fault?: string | undefined
}

/** One plain sentence about one message, without a full stop. Holds the attacker's text: show it as text only. */
export function describe(event: Describable): string {
  if (event.status !== undefined) return `${event.status} to ${event.method ?? 'a request'}`
  if (event.method === undefined) return withoutMethod(event)
  return `${event.method}${objectOf(event)}`
}

function withoutMethod({ class: attack, fault }: Describable): string {
  if (attack === 'rtp-bleed') return 'Media that belongs to no call'
  if (attack === 'non-sip') return 'Something other than SIP'
  if (attack === 'signalling') return 'Keep-alive'
  return fault === undefined ? 'Broken SIP' : `Broken SIP: ${fault}`
}

const objectOf = (event: Describable): string => number(event) ?? guess(event) ?? byClass(event)

function number({ number }: Describable): string | undefined {
  if (!number) return undefined
  const called = isInternational(number.core) ? `+${number.core}` : number.core
  return number.prefix === '' || number.prefix === '+' ? ` to ${called}` : ` to ${called} (prefix ${number.prefix})`
}

function guess({ guesses = [] }: Describable): string | undefined {
  const known = guesses.find(({ password }) => password !== undefined)
  return known && ` as ${known.user} with the password ${known.password ?? ''}`
}

function byClass(event: Describable): string {
  const { class: attack, users = [], fault } = event
  const [user] = users
  const who = user === undefined ? '' : ` as ${user}`
  switch (attack) {
    case 'password-guessing':
    case 'login':
      return loginOf(event, who)
    case 'call':
      return ` to an extension${who}`
    case 'digest-leak':
      return ', challenging us to prove a password'
    case 'flood':
      return ', made to flood: no answer is wanted'
    case 'extension-enumeration':
      return user === undefined ? ', looking for extensions' : ` for extension ${users.at(-1) ?? user}`
    case 'sql-injection':
      return ' with SQL in a text field'
    case 'injection':
      return ' with a script or command in a text field'
    case 'options-sweep':
      return ', asking who is there'
    case 'research-scan':
      return ' from a research scanner'
    case 'malformed':
      return fault === undefined ? ', malformed' : `, malformed: ${fault}`
    default:
      return who
  }
}

/** Only a guess tells that a password was sent; a login begins without one. */
function loginOf({ guesses = [] }: Describable, who: string): string {
  return guesses.length > 0 ? `${who} with a password` : who
}
