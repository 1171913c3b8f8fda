import { parseNetwork, type Network } from '../../contract/ledger/address.ts'
import type { Reader } from './connection.ts'

const wildcards: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/** Where our sensors are reached and listen, as far as that is known by address: these are never banned. */
export function ownAddresses(reader: Reader): readonly Network[] {
  const urls = reader.all<{ url: string }>('SELECT url FROM sensor WHERE url IS NOT NULL')
  const listeners = reader.all<{ address: string }>('SELECT DISTINCT address FROM listener')
  const hosts = urls.map(({ url }) => hostOf(url)).concat(listeners.map(({ address }) => address))
  return [...new Set(hosts)].filter((host) => !wildcards.has(host)).flatMap((host) => parseNetwork(host) ?? [])
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? ''
}
