import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseAddress } from '../../../src/sip/header/address.ts'
import { digestsOf } from '../../../src/sip/header/authorization.ts'
import { headerValue, parseMessage } from '../../../src/sip/message/parse.ts'
import type { SipMessage } from '../../../src/sip/message/message.ts'
import { buildResponse, type Answer } from '../../../src/sip/write/response.ts'
import { runTool } from '../../support/sip-tools.ts'

/** A registrar in ten lines: extension 105 exists, 101 with any password is let in, nobody else is known. */
function decide(request: SipMessage): Pick<Answer, 'status' | 'reason' | 'headers'> | undefined {
  const { start } = request
  if (start?.kind !== 'request' || start.method === 'ACK') return undefined
  if (start.method !== 'REGISTER') return { status: 200, reason: 'OK' }
  const user = parseAddress(headerValue(request, 'to') ?? '').uri?.user
  if (digestsOf(request).length > 0) return { status: 200, reason: 'OK' }
  if (user !== '101' && user !== '105') return { status: 404, reason: 'Not Found' }
  const challenge = 'Digest realm="lab", nonce="0a1b2c", algorithm=MD5, qop="auth"'
  return { status: 401, reason: 'Unauthorized', headers: [['WWW-Authenticate', challenge]] }
}

const server = createSocket('udp4')
let port = ''

beforeAll(async () => {
  server.on('message', (raw, peer) => {
    const request = parseMessage(raw)
    const decision = decide(request)
    if (!decision) return
    const received = { address: peer.address, port: peer.port }
    server.send(buildResponse(request, { ...decision, toTag: 'ours', received }), peer.port, peer.address)
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  port = String(server.address().port)
})
afterAll(() => {
  server.close()
})

it('sipsak takes the answers, with and without a password', async () => {
  expect(await runTool('sipsak', ['-s', `sip:100@127.0.0.1:${port}`])).toMatchObject({ code: 0 })
  const register = ['-U', '-C', 'sip:101@127.0.0.1:9', '-a', '1234', '-s', `sip:101@127.0.0.1:${port}`]
  expect(await runTool('sipsak', [...register])).toMatchObject({ code: 0 })
})

it('svmap, svwar and svcrack take the answers', async () => {
  const [map, war, crack] = [
    await runTool('svmap', [`-p${port}`, '127.0.0.1']),
    await runTool('svwar', [`-p${port}`, '-e100-110', '127.0.0.1']),
    await runTool('svcrack', [`-p${port}`, '-u101', '-r1-3', '127.0.0.1']),
  ]
  expect(map.output).toContain(`127.0.0.1:${port}`)
  expect(war.output).toMatch(/105\s*\|\s*reqauth/)
  expect(war.output).not.toMatch(/104\s*\|/)
  // It tries the extension itself first, and any password is let in.
  expect(crack.output).toMatch(/101\s*\|\s*101\b/)
})

it('sipp takes the answers of whole calls', async () => {
  const call = ['-sn', 'uac', `127.0.0.1:${port}`, '-s', '100', '-i', '127.0.0.1', '-m', '5', '-r', '20', '-nostdin']
  const { code, output } = await runTool('sipp', [...call, '-timeout', '100s'])
  expect(code, output.slice(-2000)).toBe(0)
})
