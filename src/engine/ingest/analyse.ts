import type { WireEvent } from '../../contract/wire/frames.ts'
import { directions, proofs, transports } from '../../contract/wire/frames.ts'
import { parseNetwork } from '../../contract/ledger/address.ts'
import { analyse } from '../../sip/analysis.ts'
import { countryOfCore } from '../../sip/number/country.ts'
import type { DialledNumber } from '../../sip/number/dialled.ts'
import type { DialledFacts, EventFacts } from '../store/ingest/facts.ts'
import { Lru } from '../store/ingest/lru.ts'

/** Turns what the sensor sent into what is stored. Nothing an attacker wrote makes it throw. */
export function factsOf(event: WireEvent): EventFacts {
  const [time, transport, address, port, local, localPort, directionCode, proof, raw] = event
  const direction = directions[directionCode] ?? 'in'
  const analysis = analyse({ raw, direction })
  return {
    time,
    transport: transports[transport] ?? 'udp',
    direction,
    source: canonicalAddress(address),
    port,
    local: canonicalAddress(local),
    localPort,
    proof: proofs[proof] ?? 'unproven',
    raw,
    method: analysis.method,
    status: analysis.status,
    callId: analysis.callId ?? '',
    caller: analysis.fromUser,
    callee: analysis.toUser,
    dialled: analysis.number && withCountry(analysis.number),
    userAgent: analysis.userAgent,
    users: analysis.users,
    tool: analysis.tool,
    class: analysis.class,
    severity: analysis.severity,
    fault: analysis.fault,
  }
}

function withCountry(number: DialledNumber): DialledFacts {
  const country = countryOfCore(number.core)
  return country === undefined ? number : { ...number, country }
}

const canonical = new Lru<string, string>(20_000)

/** One spelling for one address. A sensor that sends no address at all is kept as it spelled it. */
function canonicalAddress(text: string): string {
  const known = canonical.get(text)
  if (known !== undefined) return known
  const spelling = parseNetwork(text)?.text ?? text
  canonical.set(text, spelling)
  return spelling
}
