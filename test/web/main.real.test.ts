import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { rpcPath, rpcProtocol, sessionPath } from '../../src/contract/console/page.ts'
import { decodeJson, encodeJson } from '../../src/contract/rpc/json.ts'

/** The browser host as a program, with its engine and the built page. */
const root = join(import.meta.dirname, '..', '..')
const built = existsSync(join(root, 'out', 'renderer', 'index.html'))
let data: string

beforeEach(() => (data = mkdtempSync(join(tmpdir(), 'honeynet-web-'))))
afterEach(() => rmSync(data, { recursive: true, force: true }))

function start(...args: string[]): { child: ReturnType<typeof spawn>; out: () => string; err: () => string } {
  const child = spawn(process.execPath, [join(root, 'src', 'web', 'main.ts'), '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (text.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text.err += chunk.toString()))
  return { child, out: () => text.out, err: () => text.err }
}

test.skipIf(!built)('says in one line that it is ready, leads to the engine, and stops cleanly', async () => {
  const { child, out } = start('--port', '0')
  await expect.poll(out).toContain('\n')
  const [, origin = '', token = ''] =
    /^Console ready: (http:\/\/127\.0\.0\.1:\d+)\/#token=([\w-]{43})\n$/.exec(out()) ?? []
  const signedIn = await fetch(origin + sessionPath, {
    method: 'POST',
    headers: { origin },
    body: JSON.stringify({ token }),
  })
  expect(signedIn.status).toBe(204)
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(await askInfo(origin, cookie)).toMatchObject({ host: 'browser', workspace: 'main', dataDirectory: data })
  const page = await openPort(origin, cookie)
  const [exit, gone] = [once(child, 'exit'), once(page, 'close')]
  child.kill('SIGTERM')
  await gone
  // A page tries again at once; it must not get hold of an engine that is closing.
  await expect(openPort(origin, cookie)).rejects.toThrow(/ECONNREFUSED|socket hang up/)
  expect(await exit).toEqual([0, null])
  expect(out().match(/\n/g)).toHaveLength(1)
})

async function openPort(origin: string, cookie: string): Promise<WebSocket> {
  const socket = new WebSocket(origin.replace('http', 'ws') + rpcPath, rpcProtocol, { headers: { origin, cookie } })
  await once(socket, 'open')
  return socket
}

async function askInfo(origin: string, cookie: string): Promise<unknown> {
  const socket = await openPort(origin, cookie)
  socket.send(encodeJson({ kind: 'call', id: 1, name: 'app.info', params: {} }))
  const [answer] = (await once(socket, 'message')) as [Buffer]
  socket.close()
  return (decodeJson(answer.toString()) as { value: unknown }).value
}

test.each([
  [['--port', 'ninety'], '--port wants a number from 0 to 65535, not "ninety"'],
  [['--prot', '1'], "Unknown option '--prot'"],
])('wrong use is said in words, and nothing is promised: %j', async (args, words) => {
  const { child, out, err } = start(...args)
  expect(await once(child, 'close')).toEqual([1, null])
  expect([out(), err()]).toEqual(['', expect.stringContaining(`honeynet-console: ${words}`)])
})
