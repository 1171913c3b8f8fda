import { isIP } from 'node:net'
import { parseUri } from '../../sip/uri/uri.ts'

const familyOfWildcard: Readonly<Record<string, number>> = { '0.0.0.0': 4, '::': 6 }

/**
 * The address under which a caller reaches us. A socket bound to a wildcard does not tell it for UDP; the caller itself
 * does, in the Request-URI. A Contact of 0.0.0.0 would send its ACK, and with it the proof of its address, nowhere.
 */
export function reachedAt(bound: string, requestUri: string): string {
  const dialled = parseUri(requestUri)?.host ?? ''
  return isIP(dialled) !== 0 && isIP(dialled) === familyOfWildcard[bound] ? dialled : bound
}
