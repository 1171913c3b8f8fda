import type { Facts } from '../facts.ts'
import { isInternational } from '../number/country.ts'
import type { DialledNumber } from '../number/dialled.ts'
import { found, type Finding } from './finding.ts'
import { isHostile } from './hostile.ts'
import { isKnownMethod } from '../message/methods.ts'

/** Names under which people scan the Internet for study, openly. Anybody can write them: they excuse looking, nothing else. */
const research = /zmap|shodan|censys|census|shadowserver|internet-?measurement|research/i

const within = found('signalling', 'belongs to a call or request before it')
const goesOn = found('signalling', 'goes on within a dialog')
const discards = found('flood', 'wants its answers sent to the discard port, as sipsak does when it floods')
const tollFraud = found('toll-fraud', 'calls a telephone number through a host that serves none')
const wayOut = found('toll-fraud', 'looks for a way out: no subscriber dials what stands before the number')
const numberRange = found('toll-fraud', 'SIPVicious svwar counts through telephone numbers')
const guess = found('password-guessing', 'a tool of attackers sends credentials that nobody gave it')
const svcrack = found('password-guessing', 'SIPVicious svcrack names what it guesses in its From tag')
const svcrackFirst = found('password-guessing', 'SIPVicious svcrack asks for a nonce to guess with')
const twoGuesses = found('password-guessing', 'sends several digests for one account in one message')
const svmap = found('options-sweep', 'SIPVicious svmap notes its target in the From tag')
const svwar = found('extension-enumeration', 'SIPVicious svwar notes the extension in the From tag')
const study = found('research-scan', 'names a study, or is zmap, and only looks')
const looks = found('options-sweep', 'asks what a server can do')
const qualifies = found('ordinary', 'asks whether a phone that had logged in is still there')
const enumerates = found(
  'extension-enumeration',
  'a tool of attackers asks: the answer tells whether the extension exists',
)
const login = found('login', 'logs in with credentials, as phones do')
const register = found('login', 'asks to log in, as phones do')
const call = found('call', 'calls an extension or a name')
const subscriberCall = found('call', 'calls one telephone number, as subscribers do')
const ordinary = found('ordinary', 'a request that phones send too')
const noDialog = found('method-enumeration', 'belongs into a dialog but names none')
const strange = found('method-enumeration', 'a method that no RFC names')
const unwanted = found('method-enumeration', 'a method that a tool of attackers tries out')

/** What a request that is neither broken nor an injection asks for. One message: what a source does over time is not here. */
export function findingOfRequest(facts: Facts): Finding {
  const { method, tag, viaPort } = facts
  if (method === 'ACK' || method === 'BYE' || method === 'CANCEL' || method === 'PRACK') return within
  if (viaPort === discardPort) return discards
  if (facts.number && isToll(facts.number)) return findingOfCall(facts, facts.number)
  if (tag) return findingOfTag(tag.kind)
  if (facts.digests.length > 0) return findingOfCredentials(facts)
  return findingOfMethod(facts)
}

/** RFC 863: what is sent there is thrown away. */
const discardPort = 9

/** Shorter ones may be extensions, or numbers within a town. */
const shortestNational = 9

/** A number that a telephone network would be paid for. */
const isToll = ({ core, prefix }: DialledNumber): boolean =>
  core.length >= shortestNational || prefix !== '' || isInternational(core)

/**
 * Who found this host by scanning calls through its bare address. A subscriber's phone names its provider, or a number of
 * its own PBX, and puts before it what its country puts there; such a call is one of many that prove nothing alone, and
 * what a source calls in all is judged over the window (source/calling.ts).
 */
function findingOfCall({ tag, tool, claimed, requestUri, toTag }: Facts, { core, prefix }: DialledNumber): Finding {
  if (tag?.kind === 'extension') return numberRange
  if (isHostile(tool, claimed) || tool === 'sipp') return tollFraud
  if (!usualPrefixes.has(prefix)) return wayOut
  if (toTag !== undefined) return goesOn
  const abroad = prefix !== '' || isInternational(core)
  return abroad && requestUri !== undefined && bareAddress.test(requestUri) ? tollFraud : subscriberCall
}

/** What telephone networks themselves ask for before a number: none, `0` within a country, `00`, `011` or `+` out of it. */
const usualPrefixes: ReadonlySet<string> = new Set(['', '+', '0', '00', '011'])

/** Asked only of the few calls that nothing else has decided. */
const bareAddress = /[@:](?:\[|\d{1,3}(?:\.\d{1,3}){3}(?:[:;?]|$))/

function findingOfTag(kind: NonNullable<Facts['tag']>['kind']): Finding {
  switch (kind) {
    case 'target':
      return svmap
    case 'extension':
      return svwar
    case 'guess':
      return svcrack
    case 'first-contact':
      return svcrackFirst
  }
}

/** One password is a login until the window shows several: phones send theirs too. */
function findingOfCredentials({ digests, method, tool, claimed, toTag }: Facts): Finding {
  const [first] = digests
  if (digests.length > 1 && digests.every(({ username }) => username === first?.username)) return twoGuesses
  if (isHostile(tool, claimed) || tool === 'sipp') return guess
  if (toTag !== undefined) return goesOn
  return method === 'INVITE' ? call : login
}

function findingOfMethod({ method, toTag, tool, claimed, userAgent, requestUri }: Facts): Finding {
  const hostile = isHostile(tool, claimed)
  switch (method) {
    case 'OPTIONS':
      if (tool === 'zmap' || (userAgent !== undefined && research.test(userAgent))) return study
      if (toTag !== undefined) return goesOn
      return !hostile && isBinding(requestUri) ? qualifies : looks
    case 'REGISTER':
      return hostile || tool === 'sipp' ? enumerates : register
    case 'INVITE':
      if (hostile) return enumerates
      return toTag === undefined ? call : goesOn
    case 'SUBSCRIBE':
      return hostile ? enumerates : ordinary
    default:
      if (toTag !== undefined) return goesOn
      return findingOfRare(method, hostile)
  }
}

function findingOfRare(method: string, hostile: boolean): Finding {
  if (method === 'INFO' || method === 'UPDATE') return noDialog
  if (!isKnownMethod(method)) return strange
  // MESSAGE, NOTIFY, PUBLISH and REFER may come without a dialog: RFC 3428, RFC 6665, RFC 3903, RFC 3515.
  return hostile ? unwanted : ordinary
}

/** Parameters that phones put into the Contact of their REGISTER, to know it again (X-Lite and kin, PJSIP, snom). */
const isBinding = (uri: string | undefined): boolean => uri !== undefined && /;(?:rinstance|ob|line)\b/.test(uri)
