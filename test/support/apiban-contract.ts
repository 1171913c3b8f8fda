import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict'
import type { PublicServer } from './public-server.ts'
import { ask } from './raw-http.ts'

/**
 * What the public clients of the list need, rule by rule, as programs would notice it: over a socket. Written apart from
 * the tests so that it can be tried on servers that break it (contract-breaks.real.test.ts).
 */
export interface Subject {
  /** Of the server itself, or of something in front of it. */
  readonly url: string
  readonly server: PublicServer
}

export interface Check {
  readonly rule: 'cases' | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
  readonly says: string
  run(subject: Subject): Promise<void>
}

/** IPv4 hosts on the list under test, and what v1 and v2 cannot carry. */
export const hosts = Array.from({ length: 553 }, (_, at) => `45.0.${at >> 8}.${at & 255}`)
export const others = ['2a00:1450::8', '9.9.9.0/28']
/** How long these were on it already, milliseconds. */
export const listedFor = 3_600_000
export const allowed = ['62.1.2.3', '62.1.2.8/30', '2a01::/32']

interface Page {
  readonly status: number
  readonly ipaddress: unknown
  readonly ID: unknown
}

type Version = 'v1' | 'v2'
const versions: readonly Version[] = ['v1', 'v2']
const goClient = { 'user-agent': 'Go-http-client/1.1' }

async function pageOf(answer: ReturnType<typeof ask>): Promise<Page> {
  const { status, text } = await answer
  return { status, ...(JSON.parse(text) as Omit<Page, 'status'>) }
}

const post = ({ url }: Subject, key: string, call: string, body: unknown): Promise<Page> =>
  pageOf(ask(`${url}/api/${call}`, { ...goClient, authorization: `Bearer ${key}` }, 'POST', JSON.stringify(body)))

/** What is above `id`; without one from the start. */
function get(subject: Subject, version: Version, id?: string, key = subject.server.key): Promise<Page> {
  if (version === 'v2') return post(subject, key, 'get', { set: 'sip', ...(id === undefined ? {} : { id }) })
  return pageOf(ask(`${subject.url}/api/${key}/banned${id === undefined ? '' : `/${id}`}`, goClient))
}

function check(subject: Subject, version: Version, address: string, key = subject.server.key): Promise<Page> {
  if (version === 'v2') return post(subject, key, 'check', { set: 'sip', ipaddress: address })
  return pageOf(ask(`${subject.url}/api/${key}/check/${address}`, goClient))
}

const nothingNew = { status: 400, ipaddress: ['no new bans'], ID: 'none' }

function namesIn({ ipaddress }: Page): readonly string[] {
  ok(Array.isArray(ipaddress), 'ipaddress is no array')
  return ipaddress.map(String)
}

function idIn({ ID }: Page): string {
  ok(typeof ID === 'string', 'ID is no string')
  match(ID, /^[1-9]\d{3,}$/)
  return ID
}

/** As the Go clients do it. @returns the pages that carried data. */
async function pull(subject: Subject, version: Version, start?: string): Promise<readonly Page[]> {
  const pages: Page[] = []
  for (let id = start; pages.length < 100;) {
    const page = await get(subject, version, id)
    if (page.status !== 200) {
      deepStrictEqual(page, nothingNew)
      return pages
    }
    pages.push(page)
    id = idIn(page)
  }
  throw new Error('the pull never ends')
}

const everything = async (subject: Subject, version: Version): Promise<readonly string[]> =>
  (await pull(subject, version)).flatMap(namesIn)

async function forBoth(run: (version: Version) => Promise<void>): Promise<void> {
  for (const version of versions) await run(version)
}

const v4list = async ({ url, server }: Subject, query: string) =>
  ask(`${url}/bwnoa/v4list?token=${server.key}&${query}`, goClient)

interface Bwnoa {
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly elements?: readonly Readonly<Record<string, unknown>>[]
}

/** As Intuitive Labs' client goes on: for ever on a key with an empty page. */
async function pullIntuitive(subject: Subject, list: string, timestamp = 0): Promise<readonly Bwnoa[]> {
  const pages: Bwnoa[] = []
  for (let key = ''; pages.length < 50;) {
    const { status, text } = await v4list(subject, `list=${list}&Limit=200&timestamp=${timestamp}${key}`)
    strictEqual(status, 200)
    const page = JSON.parse(text) as Bwnoa
    ok(page.metadata && Object.keys(page.metadata).length > 0, 'metadata is empty')
    if (key !== '') ok((page.elements ?? []).length > 0, 'a key led to an empty page')
    pages.push(page)
    const next = page.metadata['nextEncodedKey']
    if (typeof next !== 'string') return pages
    key = `&nextEncodedKey=${encodeURIComponent(next)}`
  }
  throw new Error('the pull never ends')
}

const addressesOf = (pages: readonly Bwnoa[]): readonly unknown[] =>
  pages.flatMap(({ elements = [] }) => elements.map(({ ipaddr }) => ipaddr))

const lastTimestampOf = (pages: readonly Bwnoa[]): number => Number(pages.at(-1)?.metadata?.['lastTimestamp'])

export const checks: readonly Check[] = [
  {
    rule: 'cases',
    says: 'each case is answered in exactly these words',
    run: (subject) =>
      forBoth(async (version) => {
        const last = (await pull(subject, version)).at(-1)
        deepStrictEqual(await get(subject, version, last && idIn(last)), nothingNew)
        const found = await check(subject, version, hosts[3] ?? '')
        deepStrictEqual({ ...found, ID: 'x' }, { status: 200, ipaddress: [hosts[3]], ID: 'x' })
        idIn(found)
        const notBlocked = { status: 400, ipaddress: ['not blocked'], ID: 'none' }
        deepStrictEqual(await check(subject, version, '8.8.8.8'), notBlocked)
        const unauthorized = { status: 403, ipaddress: ['none'], ID: 'unauthorized' }
        deepStrictEqual(await get(subject, version, undefined, 'nobody'), unauthorized)
        deepStrictEqual(await check(subject, version, hosts[3] ?? '', 'nobody'), unauthorized)
      }),
  },
  {
    rule: 1,
    says: 'IDs are strings of digits that grow; the last page with data has one; nothing comes twice',
    run: (subject) =>
      forBoth(async (version) => {
        let before = 1000n
        const pages = await pull(subject, version)
        for (const page of pages) {
          ok(BigInt(idIn(page)) > before, 'an ID does not grow')
          ok(namesIn(page).length > 0, 'a 200 is empty')
          before = BigInt(idIn(page))
        }
        deepStrictEqual(pages.flatMap(namesIn), hosts)
      }),
  },
  {
    rule: 2,
    says: 'every spelling of the start and every unknown ID has a defined answer',
    run: (subject) =>
      forBoth(async (version) => {
        const first = await get(subject, version)
        strictEqual(first.status, 200)
        for (const id of ['0', '1', '100', '1001']) deepStrictEqual(await get(subject, version, id), first)
        for (const id of ['99999999999', '18446744073709551616'])
          deepStrictEqual(await get(subject, version, id), nothingNew)
      }),
  },
  {
    rule: 2,
    says: 'what is extended is listed again above everything',
    run: (subject) =>
      forBoth(async (version) => {
        const pages = await pull(subject, version)
        const highest = idIn(pages.at(-1) ?? { status: 0, ipaddress: [], ID: '' })
        subject.server.extend(hosts[5] ?? '')
        const page = await get(subject, version, highest)
        deepStrictEqual([page.status, namesIn(page)], [200, [hosts[5]]])
        ok(BigInt(idIn(page)) > BigInt(highest), 'the new ID is not higher')
      }),
  },
  {
    rule: 3,
    says: 'a v1 page holds exactly 250 while more follow',
    run: async (subject) => {
      const sizes = (await pull(subject, 'v1')).map((page) => namesIn(page).length)
      deepStrictEqual(sizes, [250, 250, 53])
    },
  },
  {
    rule: 4,
    says: 'a v2 client gets more in its 23 calls than a v1 client',
    run: async (subject) => {
      const [page] = await pull(subject, 'v2')
      ok(page && namesIn(page).length > 250, 'v2 pages are as small as those of v1')
    },
  },
  {
    rule: 5,
    says: 'v2 is served without Content-Type and Accept, and nothing redirects',
    run: async (subject) => {
      const headers = { authorization: `Bearer ${subject.server.key}` }
      const body = JSON.stringify({ set: 'sip', id: '100' })
      strictEqual((await ask(`${subject.url}/api/get`, headers, 'POST', body)).status, 200)
      const find = JSON.stringify({ set: 'sip', ipaddress: hosts[0], more: 'ignored' })
      strictEqual((await ask(`${subject.url}/api/check`, headers, 'POST', find)).status, 200)
      for (const path of ['banned', 'banned/', 'banned/100', `check/${hosts[0] ?? ''}`])
        strictEqual((await ask(`${subject.url}/api/${subject.server.key}/${path}`)).status, 200)
    },
  },
  {
    rule: 6,
    says: 'a pull that has begun is never cut off, however many began before',
    run: async (subject) => {
      for (let at = 0; at < subject.server.pulls; at += 1)
        deepStrictEqual(await everything(subject, 'v1'), hosts, `pull ${at + 1}`)
      strictEqual((await get(subject, 'v1')).status, 429)
    },
  },
  {
    rule: 7,
    says: 'v1 and v2 carry IPv4 hosts alone, and the other formats the rest',
    run: async (subject) => {
      await forBoth(async (version) => {
        for (const name of await everything(subject, version)) match(name, /^\d+\.\d+\.\d+\.\d+$/)
      })
      const { text } = await ask(`${subject.url}/list/${subject.server.key}/plain`)
      for (const address of [...hosts, ...others]) ok(text.includes(`\n${address}\n`), `${address} is missing`)
    },
  },
  {
    rule: 8,
    says: 'each subscriber has a key of its own, worthless once it is removed',
    run: async (subject) => {
      const { subscriber, key } = subject.server.subscribers.add('another', Date.now())
      ok(Buffer.from(key, 'base64url').byteLength >= 16, 'the key has less than 128 bits')
      await forBoth(async (version) => strictEqual((await get(subject, version, undefined, key)).status, 200))
      subject.server.subscribers.remove(subscriber.id)
      await forBoth(async (version) => strictEqual((await get(subject, version, undefined, key)).status, 403))
      for (const path of [
        `list/${key}/plain`,
        `bwnoa/v4list?list=ipblack&token=${key}&timestamp=0`,
        `misp/${key}/manifest.json`,
      ])
        strictEqual((await ask(`${subject.url}/${path}`)).status, 403)
      strictEqual((await ask(`${subject.url}/v1/decisions/stream?startup=true`, { 'x-api-key': key })).status, 403)
    },
  },
  {
    rule: 9,
    says: 'Intuitive Labs’ list comes whole, page by page, and then nothing new',
    run: async (subject) => {
      const pages = await pullIntuitive(subject, 'ipblack')
      deepStrictEqual(addressesOf(pages), hosts)
      const { elements: [element] = [], metadata } = pages[0] ?? {}
      deepStrictEqual(Object.keys(element ?? {}), ['ipaddr', 'encrypt', 'timestamp', 'count', 'reason'])
      strictEqual(element?.['encrypt'], 'plain')
      ok(Number(metadata?.['defaultBlacklistTtl']) > 0, 'no time-out')
      const last = lastTimestampOf(pages)
      ok(last >= Number(element['timestamp']), 'the next pull would get the same again')
      deepStrictEqual(addressesOf(await pullIntuitive(subject, 'ipblack', last)), [])
    },
  },
  {
    rule: 9,
    says: 'Intuitive Labs’ list tells a time that is over, so that nothing is hidden from who asks for what came after it',
    run: async (subject) => {
      const last = lastTimestampOf(await pullIntuitive(subject, 'ipblack'))
      subject.server.put('8.8.8.8')
      const next = await pullIntuitive(subject, 'ipblack', last)
      deepStrictEqual(addressesOf(next), ['8.8.8.8'])
      ok(
        lastTimestampOf(next) < Math.floor(Date.now() / 1000),
        'more may come within the second that the client was told',
      )
      subject.server.put('8.8.4.4')
      ok(
        addressesOf(await pullIntuitive(subject, 'ipblack', lastTimestampOf(next))).includes('8.8.4.4'),
        'one is hidden',
      )
    },
  },
  {
    rule: 9,
    says: 'Intuitive Labs’ whitelist holds the hosts of the whitelist',
    run: async (subject) => {
      const expected = ['62.1.2.3', '62.1.2.8', '62.1.2.9', '62.1.2.10', '62.1.2.11']
      deepStrictEqual(addressesOf(await pullIntuitive(subject, 'ipwhite')), expected)
    },
  },
]
