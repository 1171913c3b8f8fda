import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { actors } from '../../../src/demo/traffic/actors/all.ts'
import type { Actor, Attempt } from '../../../src/demo/traffic/actor.ts'
import { headerValue, parseMessage } from '../../../src/sip/message/parse.ts'
import { runTool } from '../../support/sip-tools.ts'
import { challenged, play } from './scene.ts'

/** The actors are only worth something if they write what the real tools write. */
const socket = createSocket('udp4').bind(0, '127.0.0.1')
const received: Buffer[] = []
socket.on('message', (bytes, from) => {
  received.push(bytes)
  answer(bytes, from)
})
const port = once(socket, 'listening').then(() => socket.address().port)
afterEach(() => received.splice(0))

/** As a registrar would: a challenge at first, then a refusal. */
function answer(bytes: Buffer, from: RemoteInfo): void {
  const request = parseMessage(bytes)
  const mirrored = ['via', 'from', 'to', 'call-id', 'cseq'].map((key) => `${key}: ${headerValue(request, key) ?? ''}`)
  const refused = headerValue(request, 'authorization') !== undefined
  const lines = [
    refused ? 'SIP/2.0 403 Forbidden' : 'SIP/2.0 401 Unauthorized',
    ...mirrored,
    ...(refused ? [] : ['WWW-Authenticate: Digest realm="lab",nonce="65f0c0de01234567",algorithm=MD5']),
    'Content-Length: 0',
  ]
  socket.send(`${lines.join('\r\n')}\r\n\r\n`, from.port, from.address)
}

/** What stays the same from message to message: everything but addresses, numbers and hexadecimal text. */
const skeleton = (bytes: Uint8Array | undefined): string =>
  Buffer.from(bytes ?? [])
    .toString('latin1')
    .replace(/\[[0-9a-f:]+\]|\b\d+(\.\d+){3}(:\d+)?/g, 'HOST')
    .replace(/\b[0-9a-f]*\d[0-9a-f]*\b/g, 'N')
    .replace(/realm="\w+"/, 'realm="R"')

const first = (actor: Actor): Attempt => play(actor, 2)[1]!.attempt

test('svmap', async () => {
  await runTool('svmap', [`-p${await port}`, '127.0.0.1'])
  expect(skeleton(first(actors.optionsSweep).bytes)).toBe(skeleton(received[0]))
})

test('svwar', async () => {
  await runTool('svwar', [`-p${await port}`, '-e100-103', '127.0.0.1'])
  expect(skeleton(first(actors.enumeration).bytes)).toBe(skeleton(received[1] ?? received[0]))
})

test('svcrack, before and after our challenge', async () => {
  await runTool('svcrack', [`-p${await port}`, '-u101', '-r1000-1003', '127.0.0.1'])
  const attempt = first(actors.passwords)
  const authorised = received.find((bytes) => bytes.includes('Authorization'))
  expect(skeleton(attempt.bytes)).toBe(skeleton(received[0]))
  expect(skeleton(attempt.reply?.next(challenged)?.bytes)).toBe(skeleton(authorised))
})
