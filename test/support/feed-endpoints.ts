import { collectionId } from '../../src/feed/publish/formats/taxii.ts'
import { ask } from './raw-http.ts'

/** A feed, and the key of one of its subscribers. */
export interface PulledFeed {
  readonly url: string
  readonly key: string
}

/** Each endpoint of the list → whether it says that the address is to be blocked. */
export const endpoints: Readonly<Record<string, (feed: PulledFeed, address: string) => Promise<boolean>>> = {
  v1: async (feed, address) => (await textOf(feed, `api/${feed.key}/banned`)).includes(`"${address}"`),
  'v1 check': async (feed, address) =>
    (await textOf(feed, `api/${feed.key}/check/${address}`)).includes(`"${address}"`),
  v2: async (feed, address) => (await post(feed, 'get', { set: 'sip', id: '100' })).includes(`"${address}"`),
  'v2 check': async (feed, address) =>
    (await post(feed, 'check', { set: 'sip', ipaddress: address })).includes(`"${address}"`),
  intuitive: async (feed, address) =>
    (await textOf(feed, `bwnoa/v4list?list=ipblack&token=${feed.key}&timestamp=0`)).includes(`"${address}"`),
  stream: async (feed, address) =>
    (JSON.parse(await textOf(feed, 'v1/decisions/stream?startup=true')) as { new: { value: string }[] }).new.some(
      ({ value }) => value === address,
    ),
  decisions: async (feed, address) => (await textOf(feed, `v1/decisions?ip=${address}`)) !== 'null',
  plain: async (feed, address) => (await textOf(feed, `list/${feed.key}/plain`)).split('\n').includes(address),
  csv: async (feed, address) => (await textOf(feed, `list/${feed.key}/csv`)).includes(`\n${address},`),
  json: async (feed, address) => (await textOf(feed, `list/${feed.key}/json`)).includes(`"${address}"`),
  ipset: async (feed, address) => (await textOf(feed, `list/${feed.key}/ipset`)).includes(` ${address} timeout`),
  nft: async (feed, address) => (await textOf(feed, `list/${feed.key}/nft`)).includes(`${address} timeout`),
  taxii: async (feed, address) => {
    const found = await textOf(feed, `taxii2/honeynet/collections/${collectionId}/objects/?match[type]=indicator`)
    const { objects = [] } = JSON.parse(found) as { objects?: { name: string; revoked?: boolean }[] }
    return objects.some(({ name, revoked }) => name === address && revoked !== true)
  },
  misp: async (feed, address) => {
    const days = JSON.parse(await textOf(feed, `misp/${feed.key}/manifest.json`)) as Record<string, unknown>
    const events = await Promise.all(Object.keys(days).map((uuid) => textOf(feed, `misp/${feed.key}/${uuid}.json`)))
    return events.some((event) =>
      event.includes(`"value":"${address}","comment":"Attacked a SIP honeynet","to_ids":true`),
    )
  },
}

export const textOf = async ({ url, key }: PulledFeed, path: string): Promise<string> =>
  (await ask(`${url}/${path}`, { 'x-api-key': key, accept: '*/*' })).text

const post = async ({ url, key }: PulledFeed, call: string, body: unknown): Promise<string> =>
  (await ask(`${url}/api/${call}`, { authorization: `Bearer ${key}` }, 'POST', JSON.stringify(body))).text
