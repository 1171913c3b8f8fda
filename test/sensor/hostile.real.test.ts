import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { encodeFrame } from '../../src/contract/wire/codec.ts'
import { sensorSubprotocol, wireLimits } from '../../src/contract/wire/limits.ts'
import { followSensor, newConsoleId, openLink } from '../support/link-client.ts'
import { discardSensor, startSensor, type SensorProcess } from '../support/sensor-process.ts'
import { untilRead } from '../support/udp-queue.ts'
import { until } from '../support/until.ts'
import { bytes, request } from './requests.ts'

let sensor: SensorProcess
beforeAll(async () => {
  sensor = await startSensor()
})
afterAll(() => discardSensor(sensor))

interface Health {
  readonly uptime: number
  readonly counters: Readonly<Record<string, number>>
}
const health = async () => (await (await fetch(`${sensor.health}/healthz`)).json()) as Health

/** Sends and counts what comes back, without ever answering. Each has an address of its own on loopback. */
let volleys = 0
async function volley(
  datagrams: readonly Uint8Array[],
  port = sensor.port('udp'),
): Promise<{ in: number; out: number }> {
  volleys += 1
  const socket = createSocket('udp4').bind(0, `127.0.0.${10 + volleys}`)
  await once(socket, 'listening')
  const before = (await health()).counters
  let [heard, said, answers] = [0, 0, 0]
  socket.on('message', (answer) => {
    heard += answer.length
    answers += 1
  })
  for (const [index, datagram] of datagrams.entries()) {
    said += datagram.length
    await new Promise((resolve) => socket.send(datagram, port, '127.0.0.1', resolve))
    if (index % 50 === 49) await untilRead(port)
  }
  const settled = async (): Promise<boolean> => {
    const { received = 0, answered = 0 } = (await health()).counters
    return received - (before['received'] ?? 0) >= datagrams.length && answered - (before['answered'] ?? 0) <= answers
  }
  await until('all is received, and what was answered is heard', settled)
  socket.close()
  return { in: heard, out: said }
}

const sound = ['OPTIONS', 'REGISTER', 'INVITE', 'ACK', 'BYE', 'CANCEL', 'SUBSCRIBE', 'NONSENSE'].flatMap((method) => [
  request(method, '100'),
  request(method, 'service'),
  request(method, '100', { 'User-Agent': undefined, 'Max-Forwards': undefined }),
])

describe('datagrams', () => {
  it('1,000 random, cut and oversized ones are written down, and the sensor goes on', async () => {
    const before = await health()
    const cut = fc.tuple(fc.constantFrom(...sound), fc.nat()).map(([one, at]) => bytes(one.slice(0, at % one.length)))
    const spoilt = fc
      .tuple(fc.constantFrom(...sound), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }))
      .map(([one, changes]) => {
        const raw = bytes(one)
        for (const [at, byte] of changes) raw[at % raw.length] = byte
        return raw
      })
    const datagrams = [
      ...fc.sample(fc.uint8Array({ maxLength: 1400 }), 330),
      ...fc.sample(cut, 330),
      ...fc.sample(spoilt, 330),
      ...Array.from({ length: 9 }, () => bytes(request('OPTIONS', '100', { 'X-Long': 'x'.repeat(60_000) }))),
      new Uint8Array(0),
    ]
    const ratio = await volley(datagrams)
    const after = await health()
    expect(after.counters.received! - before.counters.received!).toBe(1000)
    expect(after.counters.malformed!).toBeGreaterThan(300)
    expect(ratio.in).toBeLessThanOrEqual(ratio.out)
  })

  const named = sound.map((one) => [one.slice(0, one.indexOf('\r\n')), one] as const)
  it.each(named)('%s is never answered by more than it sent', async (_name, one) => {
    const ratio = await volley(Array.from({ length: 5 }, () => bytes(one)))
    expect(ratio.in).toBeLessThanOrEqual(ratio.out)
  })

  it('are answered once there is room: silence is the last resort', async () => {
    const answered = async () => (await volley([bytes(request('REGISTER', '100'))])).in > 0
    await until('one is answered', answered)
  })
})

describe('TCP', () => {
  const tell = async (content: Uint8Array | string) => {
    const socket = connect(sensor.port('tcp'), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => (answer += chunk.toString('latin1'))).on('error', () => undefined)
    socket.end(content)
    await new Promise((resolve) => socket.once('close', resolve))
    return answer
  }

  it('answers two requests in one stream, cut anywhere', async () => {
    const answer = await tell(request('OPTIONS', '100') + request('OPTIONS', '101'))
    expect(answer.match(/SIP\/2\.0 200 OK/g)).toHaveLength(2)
  })

  it('survives garbage, endless heads and unreadable lengths', async () => {
    for (const content of fc.sample(fc.uint8Array({ minLength: 1, maxLength: 3000 }), 20))
      await tell(Buffer.from(content))
    await tell('A'.repeat(200_000))
    const answer = await tell(request('OPTIONS', '100', { 'Content-Length': '-5' }))
    expect(answer).toContain('400 Bad Request')
    expect(await tell(request('OPTIONS', '100'))).toContain('200 OK')
  })
})

it('lets the next attacker in over TCP when silent ones hold every place', async () => {
  const port = sensor.port('tcp')
  const silent = Array.from({ length: 512 }, (_, index) =>
    connect({ port, host: '127.0.0.1', localAddress: `127.0.1.${1 + (index % 20)}` }).on('error', () => undefined),
  )
  await Promise.all(silent.map((socket) => once(socket, 'connect')))
  const talker = connect({ port, host: '127.0.0.1', localAddress: '127.0.2.1' })
  const ask = async () => {
    talker.write(request('OPTIONS', '100'))
    const [answer] = (await once(talker, 'data')) as [Buffer]
    return answer.toString('latin1').slice(0, 14)
  }
  expect(await ask()).toBe('SIP/2.0 200 OK')
  const late = Array.from({ length: 20 }, () =>
    connect({ port, host: '127.0.0.1', localAddress: '127.0.2.2' }).on('error', () => undefined),
  )
  await Promise.all(late.map((socket) => once(socket, 'connect')))
  expect(await ask()).toBe('SIP/2.0 200 OK')
  for (const socket of [...silent, ...late, talker]) socket.destroy()
})

describe('the link', () => {
  it('refuses a wrong token by name and says no more', async () => {
    const link = await openLink(sensor.link)
    link.auth('another token of the tests')
    await link.until((client) => client.closed !== undefined)
    expect(link.frames.map((frame) => frame.type)).toEqual(['hello', 'refused'])
    expect(link.frames[1]).toMatchObject({ code: 'wrong-token' })
  })

  it('gives another challenge each time, so that an overheard proof is worthless', async () => {
    const [one, two] = [await openLink(sensor.link), await openLink(sensor.link)]
    expect(one.hello.challenge).not.toEqual(two.hello.challenge)
    await Promise.all([one.close(), two.close()])
  })

  it.each(['resume', 'ack', 'credit'] as const)('takes no %s before auth', async (type) => {
    const link = await openLink(sensor.link)
    const frames = {
      resume: { type: 'resume', epoch: '', last: 0, credit: 100 },
      ack: { type: 'ack', epoch: link.hello.epoch, sequence: 0 },
      credit: { type: 'credit', events: 10 },
    } as const
    link.send(frames[type])
    await link.until((client) => client.closed !== undefined)
    expect(link.closed).toMatchObject({ code: 4400, reason: `${type} before auth` })
    expect(link.events.size).toBe(0)
  })

  it('takes no ack of what it never sent', async () => {
    const link = await followSensor(sensor)
    link.ack(1_000_000)
    await link.until((client) => client.closed !== undefined)
    expect(link.closed?.reason).toContain('never sent')
  })

  it.each([
    ['a foreign Origin', { origin: 'https://example.org' }, [sensorSubprotocol], 403],
    ['even its own Origin', { origin: 'http://127.0.0.1' }, [sensorSubprotocol], 403],
    ['no subprotocol', {}, [], 400],
    ['another subprotocol', {}, ['chat'], 400],
  ])('refuses %s before it opens', async (_name, headers, protocols, status) => {
    const socket = new WebSocket(sensor.link, protocols, { headers })
    socket.on('error', () => undefined)
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
    expect(response.statusCode).toBe(status)
  })

  it('1,000 random, cut and oversized frames end their link with a reason, and no other', async () => {
    const before = (await health()).counters.linkErrors!
    const bystander = await followSensor(sensor)
    const good = encodeFrame({ type: 'auth', version: 1, console: newConsoleId(), proof: new Uint8Array(32) })
    const cut = fc.nat(good.length - 1).map((length) => good.slice(0, length))
    const frames = [...fc.sample(fc.uint8Array({ maxLength: 500 }), 496), ...fc.sample(cut, 500)]
    frames.push(...Array.from({ length: 4 }, () => new Uint8Array(wireLimits.frame + 1)))
    for (let from = 0; from < frames.length; from += 20) {
      const links = await Promise.all(frames.slice(from, from + 20).map(() => openLink(sensor.link)))
      links.forEach((link, index) => link.sendRaw(frames[from + index]!))
      await Promise.all(links.map((link) => link.until((client) => client.closed !== undefined)))
      for (const link of links) expect([4400, 1009, 1006]).toContain(link.closed?.code)
    }
    expect(bystander.closed).toBeUndefined()
    expect((await health()).counters.linkErrors! - before).toBe(1000)
    await bystander.close()
  })

  it('closes on a frame that makes the reason long and foreign', async () => {
    const key = Buffer.concat([Buffer.from([0x78, 200]), Buffer.from('é'.repeat(100))])
    const link = await openLink(sensor.link)
    link.sendRaw(Buffer.concat([Buffer.from([0xa2]), key, Buffer.from([1]), key, Buffer.from([2])]))
    await link.until((client) => client.closed !== undefined)
    expect(link.closed).toMatchObject({ code: 4400, reason: expect.stringMatching(/^not CBOR: .*\?{9}/) as string })
  })

  it('looks at nothing behind the first bad frame, and logs it once', async () => {
    const before = (await health()).counters.linkErrors!
    const logged = sensor.log().split('link closed').length
    const link = await openLink(sensor.link)
    for (let frame = 0; frame < 200; frame += 1) link.sendRaw(new Uint8Array([0xff]))
    await link.until((client) => client.closed !== undefined)
    expect((await health()).counters.linkErrors! - before).toBe(1)
    expect(sensor.log().split('link closed').length - logged).toBe(1)
  })

  it('gives a refused console no second guess at the same challenge', async () => {
    const before = (await health()).counters.linkRefused!
    const link = await openLink(sensor.link)
    for (let guess = 0; guess < 50; guess += 1) link.auth(`guess number ${guess} at the token`)
    await link.until((client) => client.closed !== undefined)
    expect((await health()).counters.linkRefused! - before).toBe(1)
  })

  it('turns away whom it has no place for, however they behave, and takes consoles again soon', async () => {
    const crowd = await Promise.all(Array.from({ length: 32 }, () => openLink(sensor.link)))
    const { hostname, port } = new URL(sensor.link)
    const rude = connect(Number(port), hostname)
      .on('error', () => undefined)
      .resume()
    const upgrade = ['GET / HTTP/1.1', `Host: ${hostname}`, 'Upgrade: websocket', 'Connection: Upgrade']
    upgrade.push('Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`)
    upgrade.push(`Sec-WebSocket-Protocol: ${sensorSubprotocol}`, '', '')
    const brokenFrame = Buffer.from([0xf2, 0x80, 0, 0, 0, 0, 0xff, 0xff])
    rude.write(Buffer.concat([Buffer.from(upgrade.join('\r\n')), brokenFrame]))
    await once(rude, 'close')
    await Promise.all(crowd.map((link) => link.close()))
    const welcome = await followSensor(sensor)
    expect(welcome.closed).toBeUndefined()
    await welcome.close()
  })
})

describe('health', () => {
  const get = (path: string, host?: string) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const outgoing = httpRequest(
        sensor.health + path,
        host === undefined ? {} : { headers: { host } },
        (response) => {
          let body = ''
          response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
          response.on('end', () => resolve({ status: response.statusCode, body }))
        },
      )
      outgoing.on('error', reject).end()
    })

  it('tells Prometheus and people, on loopback names alone', async () => {
    expect((await get('/metrics')).body).toMatch(/^honeynet_sensor_received_total \d+$/m)
    expect((await get('/healthz')).status).toBe(200)
    expect((await get('/healthz', 'evil.example:9160')).status).toBe(403)
    expect((await get('/metrics', 'localhost:9160')).status).toBe(200)
    expect((await get('/anything')).status).toBe(404)
  })
})

it('logged no text of an attacker in the raw', () => {
  expect(sensor.log()).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e]/)
})
