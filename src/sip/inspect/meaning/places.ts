import { parseAddresses, type Address } from '../../header/address.ts'
import { parseSeconds } from '../../header/numbers.ts'
import { parseVias, type Via } from '../../header/via.ts'
import { joinHostPort, splitHostPort } from '../../uri/host.ts'
import { lasting, quoted, short } from './words.ts'

/** Where the next hop saw the message come from, when that is not where its sender says it is (RFC 3581 §4). */
export const viaMeanings = (value: string): readonly string[] => parseVias(value).flatMap(seenElsewhere)

/** Where Via has no port (RFC 3261 §18.2.2). */
const usualPort = (transport: string): number => (transport === 'TLS' || transport === 'WSS' ? 5061 : 5060)

function seenElsewhere({ transport, host, port, params }: Via): readonly string[] {
  const received = params.get('received') ?? ''
  const rport = splitHostPort(`h:${params.get('rport') ?? ''}`).port
  const seenHost = received === '' ? host : splitHostPort(received).host
  const ownPort = port ?? usualPort(transport)
  if (seenHost === host && (rport ?? ownPort) === ownPort) return []
  const own = joinHostPort(short(host), rport === undefined ? port : ownPort)
  return [`Seen coming from ${joinHostPort(short(seenHost), rport)}, not from ${own}`]
}

/** How long each contact holds; 0 and `*` take registrations away (RFC 3261 §10.2.2). */
export function contactMeanings(value: string): readonly string[] {
  const contacts = parseAddresses(value)
  return contacts.flatMap((contact) => {
    const said = contactSays(contact)
    if (said === undefined) return []
    return [contacts.length === 1 ? said : `${quoted(contact.uriText)}: ${said}`]
  })
}

function contactSays({ uriText, params }: Address): string | undefined {
  if (uriText === '*') return 'Takes every registration of this user away'
  const seconds = parseSeconds(params.get('expires') ?? '')
  if (seconds === undefined) return undefined
  return seconds === 0 ? 'No longer to be called here' : `To be called here for ${lasting(seconds)}`
}
