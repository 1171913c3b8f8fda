import type { IncomingHttpHeaders } from 'node:http'

/**
 * The subscriber's key where a header carries it: `X-Api-Key` (CrowdSec), `Authorization: Bearer` (APIBAN v2), Basic
 * with the key as password or user name (TAXII, firewalls), or the bare key (MISP).
 * @returns the empty string when there is none.
 */
export function keyInHeaders({ authorization, 'x-api-key': apiKey }: IncomingHttpHeaders): string {
  if (typeof apiKey === 'string') return apiKey
  const [, scheme = '', value = ''] = /^(?:(basic|bearer) +)?(\S+)$/i.exec(authorization?.trim() ?? '') ?? []
  return scheme.toLowerCase() === 'basic' ? keyInBasic(value) : value
}

function keyInBasic(value: string): string {
  const [user = '', ...password] = Buffer.from(value, 'base64').toString('utf8').split(':')
  return password.join(':') || user
}
