import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hour } from '../support/ledger-client.ts'
import { startPublicServer, type PublicServer } from '../support/public-server.ts'
import { ask, type RawAnswer } from '../support/raw-http.ts'
import { addresses } from '../support/seeded-feed.ts'

interface Envelope {
  readonly more?: boolean
  readonly next?: string
  readonly objects?: readonly Readonly<Record<string, unknown>>[]
  readonly versions?: readonly string[]
}

const type = 'application/taxii+json;version=2.1'
let server: PublicServer
let time: number
let collection: string

const get = (path: string, headers: Record<string, string> = {}): Promise<RawAnswer> => {
  const basic = Buffer.from(`siem:${server.key}`).toString('base64')
  return ask(`${server.url}${path}`, { authorization: `Basic ${basic}`, accept: type, ...headers })
}

async function read(path: string): Promise<Envelope> {
  const { status, headers, text } = await get(path)
  expect([status, headers['content-type']]).toEqual([200, type])
  return JSON.parse(text) as Envelope
}

const objects = (query = ''): Promise<Envelope> => read(`${collection}objects/${query}`)
const named = ({ objects: found = [] }: Envelope): unknown[] => found.map(({ name }) => name)

beforeEach(async () => {
  time = Date.UTC(2026, 2, 1)
  server = await startPublicServer(['45.0.0.1', '2a00:1450::8', '9.9.9.0/28'], { now: () => time, lasts: 4 * hour })
  const { collections } = (await read('/taxii2/honeynet/collections/')) as { collections: { id: string }[] }
  collection = `/taxii2/honeynet/collections/${collections[0]?.id ?? ''}/`
})
afterEach(() => server.stop())

describe('the TAXII server', () => {
  it('shows the way from discovery to the collection', async () => {
    const discovery = await read('/taxii2/')
    expect(discovery).toMatchObject({ default: '/taxii2/honeynet/', api_roots: ['/taxii2/honeynet/'] })
    expect(await read('/taxii2/honeynet/')).toMatchObject({ versions: [type], max_content_length: 131_072 })
    expect(await read(collection)).toMatchObject({ can_read: true, can_write: false })
    expect(await read('/taxii2')).toEqual(discovery)
  })

  it('gives indicators that a SIEM can use, and the same ones when it reads again', async () => {
    const first = await objects()
    expect(named(first)).toEqual(['SIP honeynet', '45.0.0.1', '2a00:1450::8', '9.9.9.0/28'])
    expect(first.objects?.[2]).toMatchObject({
      ...{
        type: 'indicator',
        spec_version: '2.1',
        pattern_type: 'stix',
        pattern: "[ipv6-addr:value = '2a00:1450::8']",
      },
      ...{
        id: expect.stringMatching(/^indicator--[0-9a-f]{8}-[0-9a-f]{4}-5/) as string,
        created_by_ref: first.objects?.[0]?.['id'],
      },
      ...{ valid_from: '2026-03-01T00:00:00.000Z', valid_until: '2026-03-01T04:00:00.000Z' },
    })
    expect(await objects()).toEqual(first)
    await server.stop()
    server = await startPublicServer(['45.0.0.1', '2a00:1450::8', '9.9.9.0/28'], { now: () => time, lasts: 4 * hour })
    expect(await objects()).toEqual(first)
  })

  it('publishes again, as revoked, what was taken back, and never just drops it', async () => {
    const [before] = (await objects('?match[type]=indicator')).objects ?? []
    const entries = server.list.snapshot().entries.filter(({ address }) => address === '45.0.0.1')
    time += hour
    server.takeOff(entries)
    const { objects: [again, ...others] = [] } = await objects('?added_after=2026-03-01T00:30:00.000Z')
    expect(others).toEqual([])
    expect(again).toMatchObject({ id: before?.['id'], created: before?.['created'], revoked: true })
    expect(again?.['modified']).toBe('2026-03-01T01:00:00.000Z')
    expect(named(await objects())).toContain('45.0.0.1')
  })

  it('lets what ran out end without calling it wrong', async () => {
    time += 4 * hour
    const entries = server.put('8.8.8.8')
    time += hour
    server.takeOff(entries, 'expired')
    const { objects: [again] = [] } = await objects('?added_after=2026-03-01T04:30:00Z')
    expect(again).toMatchObject({ name: '8.8.8.8', revoked: false, valid_until: '2026-03-01T05:00:00.000Z' })
  })

  it('gives a long list page by page, each object once', async () => {
    server.put(...addresses(2500))
    const seen: unknown[] = []
    let next: string | undefined = ''
    for (let pages = 0; next !== undefined; pages += 1) {
      expect(pages).toBeLessThan(10)
      const page: Envelope = await objects(`?limit=700${next === '' ? '' : `&next=${next}`}`)
      expect(page.objects?.length).toBeLessThanOrEqual(700)
      seen.push(...(page.objects ?? []).map(({ id }) => id))
      expect(page.more).toBe(page.next !== undefined)
      next = page.next
    }
    expect(seen).toHaveLength(2504)
    expect(new Set(seen).size).toBe(2504)
    expect((await objects('?limit=99999')).objects).toHaveLength(1000)
  })

  it('says when the first and the last object of a page were added', async () => {
    time += hour
    server.put('8.8.8.8')
    const { headers } = await get(`${collection}objects/?added_after=2026-03-01T00:30:00Z`)
    expect(headers['x-taxii-date-added-first']).toBe('2026-03-01T01:00:00.000000Z')
    expect(headers['x-taxii-date-added-last']).toBe('2026-03-01T01:00:00.000000Z')
    expect(await objects('?added_after=2026-03-01T01:00:00.000000Z')).toEqual({})
  })

  it('finds single objects, their versions, and lists them all', async () => {
    const { objects: [, one] = [] } = await objects()
    const id = String(one?.['id'])
    expect((await read(`${collection}objects/${id}/`)).objects).toEqual([one])
    expect((await objects(`?match[id]=${id}`)).objects).toEqual([one])
    expect((await read(`${collection}objects/${id}/versions/`)).versions).toEqual([one?.['modified']])
    const { objects: manifest = [] } = await read(`${collection}manifest/`)
    expect(manifest).toHaveLength(4)
    expect(manifest[1]).toEqual({
      ...{ id, date_added: '2026-03-01T00:00:00.000000Z', version: one?.['modified'] },
      media_type: 'application/stix+json;version=2.1',
    })
  })

  it('heeds which versions are asked for, of objects and of STIX', async () => {
    const { objects: all = [] } = await objects()
    const version = String(all[1]?.['modified'])
    for (const query of [
      'version]=last',
      'version]=first',
      'version]=all',
      'spec_version]=2.1',
      'spec_version]=2.0,2.1',
    ])
      expect((await objects(`?match[${query}`)).objects).toEqual(all)
    expect((await objects(`?match[version]=${version}`)).objects).toEqual(
      all.filter(({ modified }) => modified === version),
    )
    for (const query of ['version]=2016-01-01T01:01:01.000Z', 'version]=x', 'spec_version]=2.0'])
      expect(await objects(`?match[${query}`)).toEqual({})
  })

  it.each([
    ['objects/indicator--00000000-0000-5000-8000-000000000000/', 404],
    ['nothing/', 404],
    ['manifest/x/', 404],
    ['objects/x/y/', 404],
    ['objects/?added_after=yesterday', 400],
    ['objects/?limit=0', 400],
    ['objects/?next=!!', 400],
  ])('refuses %s with %i', async (path, status) => {
    expect((await get(`${collection}${path}`)).status).toBe(status)
  })

  it('is for known keys, for its own media type, and for reading', async () => {
    const stranger = await get('/taxii2/', { authorization: 'Basic eDp5' })
    expect([stranger.status, stranger.headers['www-authenticate']]).toEqual([401, 'Basic realm="honeynet"'])
    expect((await get('/taxii2/', { authorization: '' })).status).toBe(401)
    for (const accept of ['*/*', 'application/taxii+json', `text/html, ${type}`, 'application/taxii+json; version=2.1'])
      expect((await get('/taxii2/', { accept })).status).toBe(200)
    for (const accept of ['text/html', 'application/taxii+json;version=2.0'])
      expect((await get('/taxii2/', { accept })).status).toBe(406)
    const posted = await ask(
      `${server.url}${collection}objects/`,
      { authorization: `Bearer ${server.key}` },
      'POST',
      '{}',
    )
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD'])
    expect((await get('/taxii2/honeynet/collections/other/objects/')).status).toBe(404)
  })
})

describe('the MISP feed', () => {
  const misp = async (name: string) => {
    const { status, text } = await ask(`${server.url}/misp/${server.key}/${name}`)
    expect(status).toBe(200)
    return text
  }
  const manifest = async () =>
    JSON.parse(await misp('manifest.json')) as Record<string, { info: string; timestamp: string }>

  it('has an event for each day, which stays the same event', async () => {
    time += 24 * hour
    server.put('8.8.8.8')
    const days = await manifest()
    expect(Object.values(days).map(({ info }) => info)).toEqual(['SIP honeynet blacklist 2026-03-02'])
    const [uuid = ''] = Object.keys(days)
    const { Event: event } = JSON.parse(await misp(`${uuid}.json`)) as { Event: Record<string, unknown> }
    expect(event).toMatchObject({ uuid, date: '2026-03-02', Orgc: { name: 'SIP honeynet' }, published: true })
    expect(event['Attribute']).toMatchObject([{ type: 'ip-src', value: '8.8.8.8', to_ids: true, deleted: false }])
    expect(await manifest()).toEqual(days)
    expect(await misp('hashes.csv')).toBe(`${createHash('md5').update('8.8.8.8').digest('hex')},${uuid}\n`)
  })

  it('takes back what was revoked, and makes the event newer', async () => {
    const before = await manifest()
    const [uuid = ''] = Object.keys(before)
    time += hour
    server.takeOff(server.list.snapshot().entries.slice(0, 1))
    const { Event: event } = JSON.parse(await misp(`${uuid}.json`)) as {
      Event: { Attribute: Record<string, unknown>[] }
    }
    const gone = event.Attribute.find(({ value }) => value === '45.0.0.1')
    expect(gone).toMatchObject({ to_ids: false, deleted: true })
    expect(event.Attribute).toHaveLength(3)
    expect(Number((await manifest())[uuid]?.timestamp)).toBe(Number(before[uuid]?.timestamp) + 3600)
  })

  it('is for known keys, in the path or in a header, and holds nothing else', async () => {
    expect((await ask(`${server.url}/misp/manifest.json`, { authorization: server.key })).status).toBe(200)
    for (const path of ['manifest.json', 'x/manifest.json', 'hashes.csv'])
      expect((await ask(`${server.url}/misp/${path}`)).status).toBe(403)
    for (const name of ['x.json', 'a/manifest.json', '__proto__.json', 'manifest.json/x'])
      expect((await ask(`${server.url}/misp/${server.key}/${name}`)).status).toBe(404)
  })
})
