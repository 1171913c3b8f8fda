import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

/** Steady SIP traffic over UDP, each message told apart from all others by its Call-ID. */
export interface SipLoad {
  /** Every message sent, by its Call-ID. */
  readonly sent: ReadonlyMap<string, Buffer>
  /** Call-IDs that were answered: the sensor has taken these upon itself. */
  readonly answered: ReadonlySet<string>
  stop(): Promise<void>
}

const sources = ['127.0.0.11', '127.0.0.12', '127.0.0.13', '127.0.0.14']
const methods = ['OPTIONS', 'REGISTER', 'INVITE'] as const
const prefixes = ['', '00', '9', '900', '011']
const tickMs = 20

/** @param name begins every Call-ID. */
export async function startSipLoad(port: number, perSecond: number, name: string): Promise<SipLoad> {
  const sent = new Map<string, Buffer>()
  const answered = new Set<string>()
  const sockets = await Promise.all(sources.map((source) => openSocket(source, answered)))
  const sendOne = (): void => {
    const at = sent.size
    const callId = `${name}-${at}`
    const message = Buffer.from(requestText(at, callId))
    sent.set(callId, message)
    sockets[at % sockets.length]?.send(message, port, '127.0.0.1')
  }
  const timer = setInterval(() => {
    for (let left = (perSecond * tickMs) / 1000; left > 0; left -= 1) sendOne()
  }, tickMs)
  return {
    sent,
    answered,
    stop: async () => {
      clearInterval(timer)
      await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))))
    },
  }
}

async function openSocket(address: string, answered: Set<string>): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, address)
  await once(socket, 'listening')
  socket.on('message', (answer) => {
    const callId = /^Call-ID: (\S+)\r$/m.exec(answer.toString('latin1'))?.[1]
    if (callId !== undefined) answered.add(callId)
  })
  return socket
}

function requestText(at: number, callId: string): string {
  const method = methods[at % methods.length] ?? 'OPTIONS'
  const user = method === 'INVITE' ? `${prefixes[at % prefixes.length] ?? ''}4685078029${at % 3}` : '100'
  return [
    `${method} sip:${user}@127.0.0.1 SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK-${at};rport`,
    'Max-Forwards: 70',
    `From: <sip:100@127.0.0.1>;tag=${at}`,
    `To: <sip:${user}@127.0.0.1>`,
    `Call-ID: ${callId}`,
    `CSeq: 1 ${method}`,
    'Contact: <sip:100@127.0.0.1:5060>',
    // Long enough that no answer is longer: those would be withheld.
    `User-Agent: friendly-scanner ${'x'.repeat(200)}`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}
