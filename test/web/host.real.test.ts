import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { rpcPath, rpcProtocol, sessionPath, violationPath } from '../../src/contract/console/page.ts'
import { decodeJson, encodeJson } from '../../src/contract/rpc/json.ts'
import type { Port } from '../../src/contract/rpc/port.ts'
import { openHost, type Host } from '../../src/web/host.ts'

/** The browser host over real HTTP and WebSocket; the page is a small one, the ports are counted. */
let folder: string
let host: Host
let ports: Port[]
let signedIn: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'honeynet-page-'))
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(folder, 'page', 'assets', 'app-1a2b.js'), 'export {}')
  writeFileSync(join(folder, 'secret.js'), 'the key')
  ports = []
  signedIn = 0
  host = await openHost({
    page: join(folder, 'page'),
    port: 0,
    log: pino({ level: 'silent' }),
    attach: (port) => ports.push(port),
    onSignedIn: () => (signedIn += 1),
  })
})

afterEach(async () => {
  await host.close()
  rmSync(folder, { recursive: true })
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Ask {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** Not `fetch`, which neither lets Host be forged nor leaves `..` in a path. */
function ask(path: string, { method = 'GET', headers = {}, body = '' }: Ask = {}): Promise<Answer> {
  const { port } = new URL(host.origin)
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    request.on('error', reject).end(body)
  })
}

const freshToken = (): string => new URL(host.link()).hash.replace('#token=', '')

function signIn(token: string, from = host.origin): Promise<Answer> {
  return ask(sessionPath, { method: 'POST', headers: { origin: from }, body: JSON.stringify({ token }) })
}

async function cookie(): Promise<string> {
  const { headers } = await signIn(freshToken())
  return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

/** @returns 101 and the socket, or the status of the refusal. */
function openSocket(headers: Record<string, string>, protocols = [rpcProtocol]): Promise<WebSocket | number> {
  const socket = new WebSocket(host.origin.replace('http', 'ws') + rpcPath, protocols, { headers })
  return new Promise((resolve) => {
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', (request, response) => {
      request.destroy()
      resolve(response.statusCode ?? 0)
    })
    socket.on('error', () => undefined)
  })
}

test('a link signs in once, with a cookie that no script and no other site gets', async () => {
  const token = freshToken()
  expect(token).toMatch(/^[\w-]{43}$/)
  const first = await signIn(token)
  expect(first.status).toBe(204)
  expect(first.headers['set-cookie']?.[0]).toMatch(
    /^honeynet_console_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
  )
  expect((await signIn(token)).status).toBe(401)
  expect(signedIn).toBe(1)
})

test('a used link is no hindrance to whoever holds the cookie already', async () => {
  const held = await cookie()
  const again = { method: 'POST', headers: { origin: host.origin, cookie: held }, body: '{"token":"used"}' }
  const { status, headers } = await ask(sessionPath, again)
  expect([status, headers['set-cookie'], signedIn]).toEqual([204, undefined, 1])
})

test.each(['', '{}', '{"token":5}', '{"token":"guess"}', 'x'.repeat(5_000)])(
  'no session for the body %#',
  async (body) => {
    const answer = await ask(sessionPath, { method: 'POST', headers: { origin: host.origin }, body })
    expect(answer.status).toBe(401)
    expect(answer.headers['set-cookie']).toBeUndefined()
  },
)

test('the page comes with its policy, and answers at the addresses of its views', async () => {
  for (const path of ['/', '/source/192.0.2.1', '/dialog/1?raw=1']) {
    const { status, headers, body } = await ask(path)
    expect([status, body]).toEqual([200, '<!doctype html><title>page</title>'])
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-cache',
      'content-type': 'text/html; charset=utf-8',
    })
  }
})

test('an asset is cached for good, and a missing one is missing', async () => {
  const asset = await ask('/assets/app-1a2b.js')
  expect([asset.status, asset.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8'])
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect((await ask('/assets/app-old.js')).status).toBe(404)
  expect((await ask('/favicon.ico')).status).toBe(404)
  expect((await ask('/', { method: 'PUT' })).status).toBe(405)
})

test.each([
  '/../secret.js',
  '/assets/../../secret.js',
  '/%2e%2e/secret.js',
  '/..%2fsecret.js',
  '/assets/..%5c..%5csecret.js',
  '/assets/..\\..\\secret.js',
  '//secret.js',
  '/assets/%00secret.js',
])('nothing outside the page is served: %s', async (path) => {
  const { status, body } = await ask(path)
  expect(status).not.toBe(200)
  expect(body).not.toContain('the key')
})

test.each(['attacker.example', 'attacker.example:80', '127.0.0.1', '127.0.0.1:1', '[::1]:8760'])(
  'a foreign Host is refused: "%s"',
  async (name) => {
    expect((await ask('/', { headers: { host: name } })).status).toBe(403)
    const token = freshToken()
    const body = JSON.stringify({ token })
    const headers = { host: name, origin: `http://${name}` }
    expect((await ask(sessionPath, { method: 'POST', headers, body })).status).toBe(403)
  },
)

test('a foreign Origin gets neither a session nor a port, even with the right token or cookie', async () => {
  for (const from of ['http://attacker.example', 'http://127.0.0.1:1', 'null', 'https://127.0.0.1']) {
    expect((await signIn(freshToken(), from)).status).toBe(403)
    expect(await openSocket({ origin: from, cookie: await cookie() })).toBe(403)
  }
  expect(await openSocket({ cookie: await cookie() })).toBe(403)
  expect(signedIn).toBe(5)
  expect(ports).toHaveLength(0)
})

test('a port needs the cookie and the protocol', async () => {
  expect(await openSocket({ origin: host.origin })).toBe(401)
  expect(await openSocket({ origin: host.origin, cookie: 'honeynet_console_1=guess' })).toBe(401)
  expect(await openSocket({ origin: host.origin, cookie: await cookie() }, ['other'])).toBe(400)
  const socket = await openSocket({ origin: host.origin, cookie: await cookie() })
  expect(socket).toBeInstanceOf(WebSocket)
  expect(ports).toHaveLength(1)
})

test('messages cross a port both ways, bytes included, and its end is told', async () => {
  const socket = await openSocket({ origin: host.origin, cookie: await cookie() })
  const [port] = ports
  if (typeof socket === 'number' || !port) throw new Error('no port')
  const arrived = new Promise((resolve) => port.onMessage(resolve))
  socket.send(encodeJson({ bytes: new Uint8Array([0, 255]) }))
  expect(await arrived).toEqual({ bytes: new Uint8Array([0, 255]) })
  const answered = new Promise<string>((resolve) => socket.once('message', (data: Buffer) => resolve(data.toString())))
  port.send({ text: '\u202e<b>' })
  expect(decodeJson(await answered)).toEqual({ text: '\u202e<b>' })
  const closed = new Promise<void>((resolve) => port.onClose(resolve))
  socket.close()
  await closed
})

const openFiles = (name: string): number =>
  readdirSync('/proc/self/fd').filter((fd) => linkOf(`/proc/self/fd/${fd}`)?.endsWith(name)).length

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

test.runIf(process.platform === 'linux')('lets go of a file that nobody reads to its end', async () => {
  writeFileSync(join(folder, 'page', 'assets', 'large-1a2b.js'), Buffer.alloc(20 * 1024 * 1024))
  await host.close()
  const options = { page: join(folder, 'page'), port: 0, log: pino({ level: 'silent' }) }
  host = await openHost({ ...options, attach: () => undefined, onSignedIn: () => undefined })
  const { hostname, port, host: name } = new URL(host.origin)
  for (let visit = 0; visit < 5; visit += 1) {
    const socket = connect(Number(port), hostname)
    socket.write(`GET /assets/large-1a2b.js HTTP/1.1\r\nHost: ${name}\r\n\r\n`)
    await once(socket, 'data')
    socket.destroy()
  }
  await expect.poll(() => openFiles('large-1a2b.js')).toBe(0)
})

const tooDeep = '['.repeat(200_000) + ']'.repeat(200_000)

test.each([
  ['cut', '{"a":'],
  ['nested too deep', tooDeep],
  ['bytes that are none', '{"$bytes":"!"}'],
])('what is no JSON closes that port alone: %s', async (_name, message) => {
  const headers = { origin: host.origin, cookie: await cookie() }
  const [bad, good] = [await openSocket(headers), await openSocket(headers)]
  if (typeof bad === 'number' || typeof good === 'number') throw new Error('no port')
  for (const port of ports) port.onMessage(() => undefined)
  const code = new Promise<number>((resolve) => bad.once('close', resolve))
  bad.send(message)
  expect(await code).toBe(1007)
  expect(good.readyState).toBe(WebSocket.OPEN)
})

test('a message beyond the limit closes the port', async () => {
  const socket = await openSocket({ origin: host.origin, cookie: await cookie() })
  if (typeof socket === 'number') throw new Error('no port')
  ports[0]?.onMessage(() => undefined)
  const code = new Promise<number>((resolve) => socket.once('close', resolve))
  socket.send('x'.repeat(5 * 1024 * 1024))
  expect(await code).toBe(1009)
})

test('breaches of the policy are counted, bounded, and told to the signed-in alone', async () => {
  const report = { method: 'POST', headers: { 'content-type': 'application/csp-report' }, body: '{"csp-report":{}}' }
  expect((await ask(violationPath, report)).status).toBe(204)
  expect((await ask(violationPath, { ...report, body: 'x'.repeat(10_000) })).status).toBe(413)
  expect((await ask(violationPath)).status).toBe(401)
  const told = await ask(violationPath, { headers: { cookie: await cookie() } })
  expect(JSON.parse(told.body)).toEqual({ count: 1, latest: ['{"csp-report":{}}'] })
})

test('a port that is taken is said in words, unless none was asked for', async () => {
  const taken = Number(new URL(host.origin).port)
  const options = { page: join(folder, 'page'), log: pino({ level: 'silent' }) }
  const rest = { attach: () => undefined, onSignedIn: () => undefined }
  await expect(openHost({ ...options, ...rest, port: taken })).rejects.toThrow(`port ${taken} is in use`)
  const [one, two] = [
    await openHost({ ...options, ...rest, port: undefined }),
    await openHost({ ...options, ...rest, port: undefined }),
  ]
  expect(new URL(one.origin).port).not.toBe(new URL(two.origin).port)
  await Promise.all([one.close(), two.close()])
})
