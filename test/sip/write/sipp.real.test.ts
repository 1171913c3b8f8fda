import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sippDialog, type ScenarioForm, type ScenarioPart } from '../../../src/sip/write/sipp.ts'
import { headerValue, parseMessage } from '../../../src/sip/message/parse.ts'
import { buildResponse } from '../../../src/sip/write/response.ts'
import { bytes, fixture, messagesIn, recording } from '../fixtures.ts'
import { runTool, type ToolRun } from '../../support/sip-tools.ts'
import { untilBound } from '../../support/udp-queue.ts'

const folder = mkdtempSync(join(tmpdir(), 'sipp-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

let socket: Socket
let port = 0
let got: Buffer[] = []
beforeEach(async () => {
  got = []
  socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  port = socket.address().port
})
afterEach(() => {
  socket.close()
})

/** Runs the command that the scenario names itself. */
function play(scenario: string, more: readonly string[] = []): Promise<ToolRun> {
  const file = join(folder, 'scenario.xml')
  writeFileSync(file, scenario, 'latin1')
  const [, command = ''] = /<!-- sipp (.*) -->/.exec(scenario) ?? []
  const named = command.replace('THIS_FILE', file).replace('HOST:PORT', `127.0.0.1:${port}`).split(' ')
  // It must not send anything twice because a busy machine was slow to answer.
  const limits = ['-nr', '-timeout', '100s', '-timeout_error']
  return runTool('sipp', [...named, '-i', '127.0.0.1', '-nostdin', ...limits, ...more], 120, folder)
}

/** What svcrack sent and the lab answered: two challenges, two refusals. */
const challenge = ['WWW-Authenticate', 'Digest realm="lab", nonce="0402d93b", algorithm=MD5'] as const
const dialog: readonly ScenarioPart[] = recording('sip-tools/svcrack.jsonl')
  .slice(0, 2)
  .flatMap(({ raw }, at) => {
    const time = at * 20
    const status =
      at === 0 ? { status: 401, reason: 'Unauthorized', headers: [challenge] } : { status: 403, reason: 'Forbidden' }
    const answer = buildResponse(parseMessage(raw), { ...status, toTag: `ours${at}` })
    return [
      { direction: 'in', time, raw },
      { direction: 'out', time: time + 1, raw: answer },
    ] as const
  })
const of = (direction: 'in' | 'out'): readonly Buffer[] =>
  dialog.filter((part) => part.direction === direction).map(({ raw }) => Buffer.from(raw))

describe('a scenario of a recorded dialog, played by the real sipp', () => {
  it('sends the same bytes, and takes the answers that were given', async () => {
    socket.on('message', (raw, peer: RemoteInfo) => {
      const answer = of('out')[got.push(raw) - 1]
      if (answer) socket.send(answer, peer.port, peer.address)
    })
    const { code, output } = await play(sippDialog(dialog, { plays: 'source', texts: 'exact' }))
    expect(code, output.slice(-1500)).toBe(0)
    expect(got).toEqual(of('in'))
  })

  it('makes a call of its own that says the same', async () => {
    socket.on('message', (raw, peer: RemoteInfo) => {
      const first = got.push(raw) === 1
      const status = first
        ? { status: 401, reason: 'Unauthorized', headers: [challenge] }
        : { status: 403, reason: 'No' }
      socket.send(buildResponse(parseMessage(raw), { ...status, toTag: 'other' }), peer.port, peer.address)
    })
    const { code, output } = await play(sippDialog(dialog, { plays: 'source', texts: 'own' }))
    expect(code, output.slice(-1500)).toBe(0)
    const messages = got.map((raw) => parseMessage(raw))
    const recorded = of('in').map((raw) => parseMessage(raw))
    for (const key of ['from', 'to', 'cseq', 'contact', 'user-agent', 'authorization', 'accept']) {
      expect(messages.map((one) => headerValue(one, key))).toEqual(recorded.map((one) => headerValue(one, key)))
    }
    expect(messages.map(({ headers }) => headers.map(({ name }) => name))).toEqual(
      recorded.map(({ headers }) => headers.map(({ name }) => name)),
    )
    expect(messages.flatMap(({ faults }) => faults)).toEqual([])
    expect(new Set(messages.map((one) => headerValue(one, 'call-id'))).size).toBe(1)
  })

  it.each(['own', 'exact'] as const)('plays our sensor, with %s texts', async (texts: ScenarioForm['texts']) => {
    const requests = of('in')
    const peer = createSocket('udp4')
    peer.bind(0, '127.0.0.1')
    await once(peer, 'listening')
    const server = String(await freePort())
    peer.on('message', (raw) => {
      got.push(raw)
      const next = requests[got.length]
      if (next) peer.send(next, Number(server), '127.0.0.1')
    })
    const playing = play(sippDialog(dialog, { plays: 'sensor', texts }), ['-p', server])
    await untilBound(Number(server))
    peer.send(requests[0] ?? '', Number(server), '127.0.0.1')
    const { code, output } = await playing
    peer.close()
    expect(code, output.slice(-1500)).toBe(0)
    expect(got.map((raw) => raw.toString())).toEqual(of('out').map((raw) => raw.toString()))
  })

  it('sends torture messages byte for byte, NUL, folds and surplus included', async () => {
    const sendable = messagesIn('rfc4475').flatMap((name) => {
      const raw = fixture(`rfc4475/${name}`)
      const { start } = parseMessage(raw)
      // SIPp reads the status of what it sends, and refuses one that does not exist.
      const isSendable = start && !(start.kind === 'response' && start.status > 700)
      return isSendable && Buffer.from(raw).includes('\r\n\r\n') ? { name, raw } : []
    })
    expect(sendable.length).toBeGreaterThan(40)
    // Keep-alives in front, lone line ends inside, and many behind.
    const ends = '\r\n\r\nOPTIONS sip:a SIP/2.0\r\nX: a\nb\rc\r\n\r\n\r\n v=0\r\n\n\r\r\n'
    sendable.push({ name: 'line ends', raw: bytes(ends) })
    socket.on('message', (raw) => got.push(raw))
    const parts = sendable.map(({ raw }, at) => ({ direction: 'in', time: at * 5, raw }) as const)
    const { code, output } = await play(sippDialog(parts, { plays: 'source', texts: 'exact' }))
    expect(code, output.slice(-1500)).toBe(0)
    expect(got.length).toBe(sendable.length)
    const changed = sendable.filter(({ raw }, at) => !got[at]?.equals(raw))
    expect(changed.map(({ name }) => name)).toEqual([])
  })
})

async function freePort(): Promise<number> {
  const probe = createSocket('udp4')
  probe.bind(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}
