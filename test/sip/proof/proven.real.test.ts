import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { headerValue, parseMessage } from '../../../src/sip/message/parse.ts'
import { provenBy, type DialogPart } from '../../../src/sip/proof/proven.ts'
import { buildResponse } from '../../../src/sip/write/response.ts'
import { runTool } from '../../support/sip-tools.ts'

/** Challenges everything, refuses every guess, and keeps what came and went by Call-ID. */
async function recorded(tool: string, args: (port: string) => readonly string[]): Promise<readonly DialogPart[][]> {
  const dialogs = new Map<string, DialogPart[]>()
  const server = createSocket('udp4')
  server.on('message', (raw, peer) => {
    const message = parseMessage(raw)
    const parts = dialogs.get(headerValue(message, 'call-id') ?? '') ?? []
    const challenge = `Digest realm="lab", nonce="0a${parts.length}", algorithm=MD5, qop="auth"`
    const refused = { status: 403, reason: 'Forbidden' } as const
    const challenged = { status: 401, reason: 'Unauthorized', headers: [['WWW-Authenticate', challenge]] } as const
    const guessed = headerValue(message, 'authorization') !== undefined
    const answer = buildResponse(message, { ...(guessed ? refused : challenged), toTag: `ours${parts.length}` })
    const common = { transport: 'udp', time: Date.now() } as const
    parts.push({ direction: 'in', message, ...common }, { direction: 'out', message: parseMessage(answer), ...common })
    dialogs.set(headerValue(message, 'call-id') ?? '', parts)
    server.send(answer, peer.port, peer.address)
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  await runTool(tool, args(String(server.address().port)))
  server.close()
  return [...dialogs.values()]
}

const verdicts = (dialogs: readonly DialogPart[][]): readonly string[] => [
  ...new Set(dialogs.map((dialog) => provenBy(dialog).verdict)),
]

it("svmap and sipsak's flood stay unproven, however often they are challenged", async () => {
  const scan = await recorded('svmap', (port) => [`-p${port}`, '127.0.0.1'])
  expect(verdicts(scan)).toEqual(['unproven'])
  const flood = await recorded('sipsak', (port) => ['-F', '-e', '200', '-s', `sip:100@127.0.0.1:${port}`])
  expect(flood.flat().length).toBeGreaterThan(100)
  expect(verdicts(flood)).toEqual(['unproven'])
})

it('svcrack proves itself by the nonces that it sends back', async () => {
  const guesses = await recorded('svcrack', (port) => [`-p${port}`, '-u101', '-r1-3', '127.0.0.1'])
  const trying = guesses.filter((dialog) => dialog.some(({ message }) => headerValue(message, 'authorization')))
  expect(trying.length).toBeGreaterThan(1)
  expect(verdicts(trying)).toEqual(['proven'])
})
