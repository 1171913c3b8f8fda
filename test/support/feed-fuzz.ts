import { connect } from 'node:net'

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const methods = ['GET', 'GET', 'GET', 'POST', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'INVITE', 'get']
const paths = [
  ...['/api/KEY/banned', '/api/KEY/banned/1795409163', '/api/KEY/check/45.0.0.1', '/api/get', '/api/check'],
  ...['/bwnoa/v4list?list=ipblack&Limit=2048&token=KEY&timestamp=0&nextEncodedKey=MTIuMTI'],
  ...[
    '/v1/decisions/stream?startup=true&scopes=ip',
    '/v1/decisions?ip=45.0.0.1&contains=false',
    '/v1/decisions?range=::/0',
  ],
  ...['/list/KEY/plain?family=4', '/list/KEY/nft', '/list/KEY/ipset', '/list/KEY/csv', '/list/-/json'],
  ...[
    '/taxii2/',
    '/taxii2/honeynet/collections/',
    '/taxii2/honeynet/collections/COLLECTION/objects/?limit=2&next=MTIuMTI',
  ],
  ...['/taxii2/honeynet/collections/COLLECTION/manifest/?added_after=2026-03-01T00:00:00Z&match[type]=indicator'],
  ...[
    '/misp/KEY/manifest.json',
    '/misp/hashes.csv',
    '/ledger/info',
    '/ledger/records?after=1',
    '/ledger/reach?ban=x',
    '/',
  ],
]
const headers = [
  ...[
    'Authorization: Bearer KEY',
    'X-Api-Key: KEY',
    'Authorization: Basic S0VZOg==',
    'Authorization: KEY',
    'Accept: */*',
  ],
  ...[
    'If-None-Match: "x"',
    'If-Modified-Since: yesterday',
    'Accept: application/taxii+json;version=2.1',
    'Range: bytes=0-1',
  ],
  ...[
    'Upgrade: websocket',
    'Expect: 100-continue',
    'Transfer-Encoding: chunked',
    'Content-Length: 5',
    'Content-Type: a/b',
  ],
  ...['User-Agent: Go-http-client/1.1', 'Connection: keep-alive', 'Authorization: Bearer a-console-token-for-tests'],
]
const bodies = ['{"set":"sip","id":"100"}', '{"set":"all","ipaddress":"45.0.0.1"}', '{"intent":{}}', '[', 'null', '']
const spice = [
  '%00',
  '%2e%2e/',
  '..',
  '//',
  '?',
  '&',
  '=',
  '%zz',
  '%',
  '\u0000',
  '\ufffd',
  '😀',
  "'",
  '"',
  '<',
  '{{',
  '-1',
  '1e999',
]
const spread = [
  ...spice,
  '__proto__',
  'constructor',
  '9'.repeat(40),
  'x'.repeat(900),
  '0',
  'NaN',
  '[]',
  '\t',
  ' ',
  '\r',
  ';',
]

export interface FuzzTarget {
  readonly url: string
  readonly key: string
  readonly collection: string
}

/** A request that is nearly one of ours, as bytes. */
export function fuzzedRequest(random: () => number, { url, key, collection }: FuzzTarget): Buffer {
  const pick = <Value>(from: readonly Value[]): Value => from[Math.floor(random() * from.length)] as Value
  const spiced = (text: string): string => {
    let changed = text
    for (let times = Math.floor(random() * 4); times > 0; times -= 1) {
      const at = Math.floor(random() * (changed.length + 1))
      const until = at + (random() < 0.5 ? 0 : Math.floor(random() * 8))
      changed = changed.slice(0, at) + pick(spread) + changed.slice(until)
    }
    return changed
  }
  const known = (text: string): string =>
    text.replaceAll('KEY', random() < 0.8 ? key : 'x').replace('COLLECTION', collection)
  const own = Array.from({ length: Math.floor(random() * 4) }, () => pick(headers))
  const body = spiced(pick(bodies))
  const length = random() < 0.7 ? [`Content-Length: ${Buffer.byteLength(body)}`] : []
  const lines = [
    `${pick(methods)} ${spiced(known(pick(paths)))} HTTP/1.1`,
    `Host: ${new URL(url).host}`,
    ...own.map(known),
  ]
  const bytes = Buffer.from(
    `${[...lines, ...length].map((line) => (random() < 0.05 ? spiced(line) : line)).join('\r\n')}\r\n\r\n${body}`,
  )
  // A request cut short waits for its rest, which tells nothing of what is read.
  return random() < 0.02 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes
}

/** @returns the status lines of what came back; the connection is given up soon after the last byte. */
export function exchange(url: string, bytes: Buffer): Promise<readonly number[]> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    let text = ''
    const end = (): void => {
      socket.destroy()
      resolve([...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status)))
    }
    socket.on('connect', () => socket.end(bytes))
    socket.on('data', (part: Buffer) => (text += part.toString('latin1')))
    socket.on('error', end)
    socket.on('close', end)
    socket.setTimeout(4000, end)
  })
}
