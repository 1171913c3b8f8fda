import type { WireEvent } from '../../contract/wire/frames.ts'
import { directions, proofs, transports } from '../../contract/wire/codes.ts'
import { parseNetwork } from '../../contract/ledger/address.ts'
import { analyse } from '../../sip/analysis.ts'
import type { Guess } from '../../sip/decode/guess.ts'
import { countryOf } from '../../sip/number/country.ts'
import type { DialledNumber } from '../../sip/number/dialled.ts'
import { namesForeignHost } from '../../sip/source/foreign.ts'
import type { DialledFacts, EventFacts, GuessFacts, Judged, JudgeMessage, Message } from '../store/ingest/facts.ts'
import { Lru } from '../store/ingest/names/lru.ts'

/** Turns what the sensor sent into what is stored. Nothing an attacker wrote makes it throw. */
export const factsOf = (event: WireEvent): EventFacts => factsBy(judgeMessage, event)

/** The same by other rules. */
export function factsBy(judge: JudgeMessage, event: WireEvent): EventFacts {
  return factsWith(event, judge(messageOf(event)))
}

/** What an event is judged by. */
export const messageOf = ([, , address, , , , way, , raw]: WireEvent): Message => ({
  raw,
  direction: directions[way] ?? 'in',
  source: canonicalAddress(address),
})

/** Property by property: spreading both into one takes four times as long. */
export function factsWith(event: WireEvent, judged: Judged): EventFacts {
  const [time, transport, address, port, local, localPort, way, proof, raw] = event
  return {
    time,
    transport: transports[transport] ?? 'udp',
    direction: directions[way] ?? 'in',
    source: canonicalAddress(address),
    port,
    local: canonicalAddress(local),
    localPort,
    proof: proofs[proof] ?? 'unproven',
    raw,
    method: judged.method,
    status: judged.status,
    callId: judged.callId,
    caller: judged.caller,
    callee: judged.callee,
    dialled: judged.dialled,
    userAgent: judged.userAgent,
    users: judged.users,
    guesses: judged.guesses,
    fingerprint: judged.fingerprint,
    foreignVia: judged.foreignVia,
    tool: judged.tool,
    class: judged.class,
    severity: judged.severity,
    fault: judged.fault,
  }
}

/** What the rules of today say of a message. */
export function judgeMessage({ raw, direction, source }: Message): Judged {
  const analysis = analyse({ raw, direction })
  return {
    method: analysis.method,
    status: analysis.status,
    callId: analysis.callId ?? '',
    caller: analysis.fromUser,
    callee: analysis.toUser,
    dialled: analysis.number && withCountry(analysis.number),
    userAgent: analysis.userAgent,
    users: analysis.users,
    guesses: analysis.guesses.length === 0 || analysis.kind !== 'request' ? none : analysis.guesses.map(guessFacts),
    fingerprint: analysis.fingerprint,
    foreignVia: direction === 'in' && analysis.kind === 'request' && namesForeignHost(analysis.viaHost, source),
    tool: analysis.tool,
    class: analysis.class,
    severity: analysis.severity,
    fault: analysis.fault,
  }
}

const none: readonly GuessFacts[] = []

const guessFacts = ({ user, password }: Guess): GuessFacts => ({
  user,
  password,
  how: password === undefined ? 'digest' : 'tag',
})

function withCountry(number: DialledNumber): DialledFacts {
  const country = countryOf(number)
  return country === undefined ? number : { ...number, country }
}

const canonical = new Lru<string, string>(20_000)

/** One spelling for one address. A sensor that sends no address at all is kept as it spelled it. */
export function canonicalAddress(text: string): string {
  const known = canonical.get(text)
  if (known !== undefined) return known
  const spelling = parseNetwork(text)?.text ?? text
  canonical.set(text, spelling)
  return spelling
}
