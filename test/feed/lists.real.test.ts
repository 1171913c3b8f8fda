import { afterEach, describe, expect, it } from 'vitest'
import { hour } from '../support/ledger-client.ts'
import { startPublicServer, type PublicServer } from '../support/public-server.ts'
import { ask } from '../support/raw-http.ts'

let server: PublicServer
afterEach(() => server.stop())

const mixed = ['45.0.0.1', '2a00:1450::8', '9.9.9.0/28', '2a00:1450:1::/48']
const get = (format: string, headers: Record<string, string> = {}) =>
  ask(`${server.url}/list/${server.key}/${format}`, headers)
const formats = ['plain', 'csv', 'json', 'ipset', 'nft']

/** What the text of any format names as listed. */
const addressesIn = (text: string): string[] => mixed.concat('8.8.8.8').filter((address) => text.includes(address))

describe('the list as a file', () => {
  it.each(formats)('holds all of it as %s, with what there is to say of it', async (format) => {
    server = await startPublicServer(mixed)
    const { status, headers, text } = await get(format)
    expect(status).toBe(200)
    expect(addressesIn(text)).toEqual(mixed)
    expect(text).toContain(format === 'json' ? '"count":4' : '# Honeynet blacklist: 4 entries, as of 20')
    expect(headers).toMatchObject({ 'cache-control': 'no-cache', etag: expect.any(String) as string })
  })

  it('is exactly this', async () => {
    const now = Date.UTC(2026, 2, 1)
    server = await startPublicServer(mixed, { now: () => now, lasts: hour })
    const head = '# Honeynet blacklist: 4 entries, as of 2026-03-01T00:00:00.000Z\n'
    expect((await get('plain')).text).toBe(`${head}${mixed.join('\n')}\n`)
    const csv = (await get('csv')).text.split('\n')
    expect(csv[1]).toBe('address,family,id,listed,expires')
    expect(csv[3]).toMatch(/^2a00:1450::8,6,\d+,2026-03-01T00:00:00.000Z,2026-03-01T01:00:00.000Z$/)
    const json: unknown = JSON.parse((await get('json')).text)
    expect(json).toMatchObject({ count: 4, entries: mixed.map((address) => ({ address })) })
    expect((await get('ipset')).text).toContain('add honeynet4-new 45.0.0.1 timeout 3600 -exist\n')
    expect((await get('nft')).text).toContain('2a00:1450:1::/48 timeout 3600s')
  })

  it('gives one family alone', async () => {
    server = await startPublicServer(mixed)
    expect(addressesIn((await get('plain?family=4')).text)).toEqual(['45.0.0.1', '9.9.9.0/28'])
    expect(addressesIn((await get('plain?family=6')).text)).toEqual(['2a00:1450::8', '2a00:1450:1::/48'])
    expect((await get('plain?family=5')).status).toBe(404)
  })

  it.each(formats)('is not sent again as %s while it is the same, and is as soon as it changes', async (format) => {
    server = await startPublicServer(mixed)
    const first = await get(format)
    const byTag = { 'if-none-match': first.headers.etag ?? '' }
    const byDate = { 'if-modified-since': first.headers['last-modified'] ?? '' }
    for (const headers of [byTag, byDate, { ...byTag, ...byDate }]) {
      const again = await get(format, headers)
      expect([again.status, again.text, again.headers.etag]).toEqual([304, '', first.headers.etag])
    }
    // Within the same second, where dates alone would hide it.
    const entries = server.put('8.8.8.8')
    for (const headers of [byTag, byDate]) {
      const changed = await get(format, headers)
      expect(changed.status).toBe(200)
      expect(addressesIn(changed.text)).toContain('8.8.8.8')
    }
    server.takeOff(entries)
    const { text } = await get(format, byDate)
    expect(addressesIn(text)).toEqual(mixed)
  })

  it('tells different lists apart, and the same list the same way after a restart', async () => {
    const now = Date.now()
    server = await startPublicServer(mixed, { now: () => now })
    const { etag } = (await get('plain')).headers
    expect((await get('csv')).headers.etag).not.toBe(etag)
    await server.stop()
    server = await startPublicServer(mixed, { now: () => now })
    expect((await get('plain')).headers.etag).toBe(etag)
  })

  it('says that it is empty instead of being empty', async () => {
    server = await startPublicServer([])
    expect((await get('plain')).text).toMatch(/^# Honeynet blacklist: 0 entries, .*\n$/)
    expect((await get('nft')).text).toMatch(/flush set inet honeynet blocked4\n(?!add element)/)
    expect((await get('ipset')).text).toContain('swap honeynet4-new honeynet4')
  })

  it('leaves out of nft’s intervals what a range covers already', async () => {
    server = await startPublicServer(['9.9.9.3', '9.9.9.0/28', '9.9.9.16', '2a00:1450:1::7', '2a00:1450:1::/48'])
    const { text } = await get('nft')
    expect(text.match(/^\S+(?= timeout \d)/gm)).toEqual(['9.9.9.0/28', '9.9.9.16', '2a00:1450:1::/48'])
  })

  it.each(['nft', 'ipset'])(
    'gives an address that two bans are of the time-out of the longer one, as %s',
    async (format) => {
      let now = Date.now()
      server = await startPublicServer(['45.0.0.1'], { now: () => now, lasts: hour })
      now += 600_000
      server.put('45.0.0.1')
      const { text } = await get(format)
      expect(text.match(/45\.0\.0\.1 timeout \d+/g)).toEqual(['45.0.0.1 timeout 3600'])
    },
  )

  it('never gives a timeout longer than ipset can hold', async () => {
    const now = Date.now()
    server = await startPublicServer(['45.0.0.1'], { now: () => now, lasts: 90 * 24 * hour })
    expect((await get('ipset')).text).toContain('timeout 2147483 ')
    expect((await get('nft')).text).toContain(`timeout ${90 * 86_400}s`)
  })

  it('is for known keys, in the path or in a header', async () => {
    server = await startPublicServer(mixed)
    const path = `${server.url}/list/-/plain`
    const basic = Buffer.from(`firewall:${server.key}`).toString('base64')
    for (const headers of [
      { authorization: `Basic ${basic}` },
      { authorization: `Bearer ${server.key}` },
      { 'x-api-key': server.key },
    ])
      expect((await ask(path, headers)).status).toBe(200)
    for (const key of ['x', `${server.key}x`, '..%2f', ''])
      expect((await ask(`${server.url}/list/${key}/plain`)).status).toBe(403)
    expect((await ask(path, { authorization: 'Bearer x' })).status).toBe(403)
    const challenge = await ask(path)
    expect([challenge.status, challenge.headers['www-authenticate']]).toEqual([401, 'Basic realm="honeynet"'])
    for (const format of ['', 'xml', 'plain/7', '__proto__', 'constructor'])
      expect((await get(format)).status).toBe(404)
    const posted = await ask(`${server.url}/list/${server.key}/plain`, {}, 'POST')
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD'])
    expect((await ask(`${server.url}/list/${server.key}/plain`, {}, 'HEAD')).text).toBe('')
  })

  it('refuses a key that asks too often', async () => {
    server = await startPublicServer(mixed, { pulls: 2 })
    const statuses = []
    for (let at = 0; at < 3; at += 1) statuses.push((await get('plain')).status)
    expect(statuses).toEqual([200, 200, 429])
  })
})
