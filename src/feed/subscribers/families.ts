import type { IncomingHttpHeaders } from 'node:http'
import type { ClientFamily } from '../../contract/ledger/reach.ts'

/** What a request speaks; for lists, whether the format carries time-outs. */
export type Protocol = 'v1' | 'v2' | 'intuitive' | 'crowdsec' | 'timed-list' | 'list' | 'taxii' | 'misp'

const byProtocol: Readonly<Record<Exclude<Protocol, 'v1'>, ClientFamily>> = {
  v2: 'apiban-v2',
  intuitive: 'intuitive',
  crowdsec: 'crowdsec',
  'timed-list': 'timed-list',
  list: 'list',
  taxii: 'taxii',
  misp: 'misp',
}

/** APIBAN v1 is spoken by many, told apart by what their HTTP libraries call themselves. */
const byUserAgent: readonly (readonly [RegExp, ClientFamily])[] = [
  [/^kamailio/i, 'kamailio'],
  [/^go-http-client/i, 'apiban-v1'],
  [/^(curl|wget)\//i, 'bash'],
  [/^(axios|node|node-fetch|undici|got|jambonz)\b/i, 'jambonz'],
  [/^opensips/i, 'opensips'],
]

/** @returns the client that asks so, as well as can be told. */
export function familyOf(protocol: Protocol, headers: IncomingHttpHeaders): ClientFamily {
  if (protocol !== 'v1') return byProtocol[protocol]
  const userAgent = headers['user-agent']
  if (userAgent === undefined || userAgent === '') return silentFamily(headers)
  return byUserAgent.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'unknown'
}

/** OpenSIPS asks through libcurl, kamcli through Python's http.client: neither names itself, but both have habits. */
function silentFamily(headers: IncomingHttpHeaders): ClientFamily {
  if (headers['accept-encoding'] === 'identity' && headers.accept === undefined) return 'kamailio'
  return headers.accept === '*/*' ? 'opensips' : 'unknown'
}
