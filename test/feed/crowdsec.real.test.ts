import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hour } from '../support/ledger-client.ts'
import { startPublicServer, type PublicServer } from '../support/public-server.ts'
import { ask } from '../support/raw-http.ts'
import { addresses } from '../support/seeded-feed.ts'

interface Decision {
  readonly id: number
  readonly scope: string
  readonly value: string
  readonly duration: string
}
interface Stream {
  readonly new: readonly Decision[]
  readonly deleted: readonly Decision[]
}

let server: PublicServer
let time: number
beforeEach(async () => {
  time = Date.now() - hour
  server = await startPublicServer(['45.0.0.1', '2a00:1450::8', '9.9.9.0/28'], { now: () => time, lasts: 5 * hour })
  // What was listed a while ago is told to nobody twice.
  time += hour
})
afterEach(() => server.stop())

const bouncer = (machine = 'one'): Record<string, string> => ({
  'x-api-key': server.key,
  'user-agent': `crowdsec-firewall-bouncer/v0.0.25 ${machine}`,
})

async function stream(query = 'startup=false', machine?: string): Promise<Stream> {
  const { status, text } = await ask(`${server.url}/v1/decisions/stream?${query}`, bouncer(machine))
  expect(status).toBe(200)
  return JSON.parse(text) as Stream
}

/** What a poll tells: `+` to block, `-` to forget. */
async function changes(query?: string, machine?: string): Promise<string[]> {
  const { new: added, deleted } = await stream(query, machine)
  return [...deleted.map(({ value }) => `-${value}`), ...added.map(({ value }) => `+${value}`)]
}

const start = 'startup=true'
const everything = ['+45.0.0.1', '+2a00:1450::8', '+9.9.9.0/28']

describe('the decision stream', () => {
  it('gives hosts of both families and ranges, each with what it has left', async () => {
    time += 60_000
    const { new: all, deleted } = await stream(start)
    expect(deleted).toEqual([])
    const same = { origin: 'honeynet', type: 'ban', scenario: 'honeynet/sip-attack', duration: '3h59m0s' }
    expect(all).toEqual([
      { ...same, id: expect.any(Number) as number, scope: 'Ip', value: '45.0.0.1' },
      { ...same, id: expect.any(Number) as number, scope: 'Ip', value: '2a00:1450::8' },
      { ...same, id: expect.any(Number) as number, scope: 'Range', value: '9.9.9.0/28' },
    ])
  })

  /** Longer than machines that share a cursor are told the same. */
  const longer = 12 * 60_000

  it('tells each machine what changed since it asked, and nothing older than some minutes twice', async () => {
    expect(await changes(start)).toEqual(everything)
    expect(await changes()).toEqual([])
    const entries = server.put('8.8.8.8')
    expect(await changes()).toEqual(['+8.8.8.8'])
    time += longer
    await changes()
    expect(await changes()).toEqual([])
    server.takeOff(entries)
    expect(await changes(undefined, 'two')).toEqual(['-8.8.8.8', ...everything])
    expect(await changes()).toEqual(['-8.8.8.8'])
    time += longer
    for (const machine of ['one', 'two']) await changes(undefined, machine)
    expect(await changes()).toEqual([])
    expect(await changes(undefined, 'two')).toEqual([])
  })

  it('hides nothing from the second of two bouncers behind one address', async () => {
    const heard = new Map<string, string[]>([
      ['quick', []],
      ['slow', []],
    ])
    /** Same key, same address, same name: the feed cannot tell them apart. */
    const poll = async (who: string, query?: string): Promise<void> =>
      void heard.get(who)?.push(...(await changes(query)))
    for (const who of heard.keys()) await poll(who, start)
    for (const who of heard.keys()) heard.set(who, [])
    for (let minute = 0; minute < 28; minute += 1) {
      if (minute === 3) server.put('8.8.8.8')
      if (minute === 12) server.takeOff(server.list.snapshot().entries.filter(({ address }) => address === '8.8.8.8'))
      if (minute === 18) server.put('8.8.4.4')
      await poll('quick')
      if (minute % 9 === 8) await poll('slow')
      time += 60_000
    }
    for (const told of heard.values()) expect(new Set(told)).toEqual(new Set(['+8.8.8.8', '-8.8.8.8', '+8.8.4.4']))
    // A poll later each of it is over.
    time += longer
    await poll('quick')
    expect(await changes()).toEqual([])
  })

  it('misses nothing that was published while the clock was set back', async () => {
    await changes(start)
    time -= 2 * hour
    server.put('8.8.8.8')
    expect(await changes()).toEqual(expect.arrayContaining(['+8.8.8.8']))
  })

  it('tells a bouncer that starts again what must not be in its firewall any more', async () => {
    server.takeOff(server.put('8.8.8.8'))
    expect(await changes(start)).toEqual(['-8.8.8.8', ...everything])
  })

  it('does not say that an address is to be forgotten while another ban covers it, and says so afterwards', async () => {
    const host = server.put('8.8.8.8')
    const range = server.put('8.8.8.0/28')
    time += longer
    await changes(start)
    server.takeOff(host)
    expect(await changes()).toEqual([])
    server.takeOff(range)
    expect((await changes()).sort()).toEqual(['-8.8.8.0/28', '-8.8.8.8'])
    const again = server.put('8.8.8.8')
    expect(await changes()).toEqual(['-8.8.8.0/28', '+8.8.8.8'])
    server.takeOff(again)
    server.put('8.8.8.8')
    expect(await changes()).toEqual(['-8.8.8.0/28', '+8.8.8.8'])
  })

  it('does not say that an address is to be forgotten while another ban is of just this address', async () => {
    const first = server.put('8.8.8.8')
    time += hour
    const second = server.put('8.8.8.8')
    await changes(start)
    server.takeOff(second)
    expect(await changes()).toEqual([])
    expect((await stream(start)).deleted).toEqual([])
    server.takeOff(first)
    expect(await changes()).toEqual(['-8.8.8.8'])
  })

  it('gives an address again when the time-out of another ban of it has run out', async () => {
    const first = server.put('8.8.8.8')
    time += hour
    server.put('8.8.8.8')
    time += longer
    await changes(start)
    server.takeOff(first)
    expect(await changes()).toEqual([])
    time += 4 * hour
    expect(await changes()).toEqual(['+8.8.8.8'])
  })

  it('gives an extended ban again when the time-out that the bouncer knows has run out', async () => {
    await changes(start)
    time += 3 * hour
    server.extend('45.0.0.1')
    expect(await changes()).toEqual(['+45.0.0.1'])
    time += longer
    await changes()
    expect(await changes()).toEqual([])
    time += 1.3 * hour
    expect(await changes()).toEqual(['+45.0.0.1'])
    time += longer
    await changes()
    expect(await changes()).toEqual([])
    expect((await stream(start)).new).toMatchObject([{ value: '45.0.0.1', duration: '3h18m0s' }])
  })

  it('gives an answer again that broke off on the way', async () => {
    await changes(start)
    // Larger than what the system keeps for a connection: the rest waits for a reader.
    const many = addresses(150_000).map((address) => address.replace('45', '46'))
    for (let at = 0; at < many.length; at += 10_000) server.put(...many.slice(at, at + 10_000))
    const sent = request(`${server.url}/v1/decisions/stream`, { headers: bouncer() }).end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    await once(response, 'readable')
    response.destroy()
    await once(response, 'close')
    expect(await changes()).toHaveLength(150_000)
  })

  it.each([
    ['scopes=ip', ['+45.0.0.1', '+2a00:1450::8']],
    ['scopes=range', ['+9.9.9.0/28']],
    ['scopes=Ip,Range', everything],
    ['scopes=country', []],
    ['origins=honeynet', everything],
    ['origins=crowdsec,cscli', []],
    ['scenarios_containing=ssh,sip', everything],
    ['scenarios_containing=ssh', []],
    ['scenarios_not_containing=sip', []],
  ])('heeds %s', async (filter, expected) => {
    expect(await changes(`${start}&${filter}`)).toEqual(expected)
  })

  it('is for known keys, and for reading', async () => {
    const url = `${server.url}/v1/decisions/stream`
    for (const headers of [{}, { 'x-api-key': 'x' }]) {
      const { status, text } = await ask(url, headers)
      expect([status, JSON.parse(text)]).toEqual([403, { message: 'access forbidden' }])
    }
    expect((await ask(url, bouncer(), 'HEAD')).status).toBe(200)
    const posted = await ask(url, bouncer(), 'POST')
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD'])
    // Whereupon a bouncer takes the feed for an older server and tells its metrics to nobody.
    expect((await ask(`${server.url}/v1/usage-metrics`, bouncer(), 'POST', '{}')).status).toBe(404)
    for (const path of ['', 'alerts', 'decisions/7', 'usage-metrics'])
      expect((await ask(`${server.url}/v1/${path}`, bouncer())).status).toBe(404)
  })
})

it('counts what may be the whole list as a pull, and a single address as a look', async () => {
  await server.stop()
  server = await startPublicServer(['45.0.0.1'], { now: () => time, pulls: 2 })
  const statusOf = async (query: string): Promise<number> =>
    (await ask(`${server.url}/v1/decisions?${query}`, bouncer())).status
  expect([await statusOf(''), await statusOf('ip=45.0.0.0/8&contains=false')]).toEqual([200, 200])
  for (const query of ['', 'type=ban', 'range=45.0.0.0/8&contains=false']) expect(await statusOf(query)).toBe(429)
  expect(await statusOf('ip=45.0.0.1')).toBe(200)
})

describe('single decisions', () => {
  const about = async (query: string): Promise<unknown> => {
    const { status, text } = await ask(`${server.url}/v1/decisions?${query}`, bouncer())
    expect(status).toBe(200)
    return JSON.parse(text)
  }

  it.each([
    ['ip=45.0.0.1', ['45.0.0.1']],
    ['ip=2A00:1450:0::8', ['2a00:1450::8']],
    ['ip=9.9.9.7', ['9.9.9.0/28']],
    ['range=9.9.9.0/29', ['9.9.9.0/28']],
    ['range=9.9.0.0/16&contains=false', ['9.9.9.0/28']],
    ['scope=ip&value=45.0.0.1', ['45.0.0.1']],
    ['type=ban', ['45.0.0.1', '2a00:1450::8', '9.9.9.0/28']],
  ])('about %s', async (query, values) => {
    expect(await about(query)).toMatchObject(values.map((value) => ({ value })))
  })

  it.each(['ip=8.8.8.8', 'range=9.9.0.0/16', 'ip=x', 'type=captcha', 'ip=::ffff:1.2.3'])(
    'none about %s',
    async (query) => {
      expect(await about(query)).toBe(null)
    },
  )
})
