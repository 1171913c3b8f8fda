import { once } from 'node:events'
import type { BrowserContext } from 'playwright-core'
import { WebSocket } from 'ws'
import type { ConsoleCalls, ConsoleClient, ConsoleStreams } from '../../src/contract/console/index.ts'
import { rpcPath, rpcProtocol } from '../../src/contract/console/page.ts'
import { connect } from '../../src/contract/rpc/connect.ts'
import { decodeJson, encodeJson } from '../../src/contract/rpc/json.ts'

/** Signs in at a browser host with its printed link and speaks the console contract, as the page does. */
export async function connectConsole(link: string): Promise<ConsoleClient> {
  const { origin, hash } = new URL(link)
  const token = new URLSearchParams(hash.slice(1)).get('token')
  const headers = { origin, 'content-type': 'application/json' }
  const answer = await fetch(`${origin}/session`, { method: 'POST', headers, body: JSON.stringify({ token }) })
  if (answer.status !== 204) throw new Error(`sign-in was answered with ${answer.status}`)
  return speakConsole(origin, (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '')
}

/** What a browser that is signed in sends to the console. */
export async function sessionCookie(context: BrowserContext, origin: string): Promise<string> {
  return (await context.cookies(origin)).map(({ name, value }) => `${name}=${value}`).join('; ')
}

/** Speaks to the console beside a page that is signed in, with the page's session. */
export const speakBeside = async (context: BrowserContext, origin: string): Promise<ConsoleClient> =>
  speakConsole(origin, await sessionCookie(context, origin))

/** The same for whoever is signed in already: `cookie` as a browser would send it. */
export async function speakConsole(origin: string, cookie: string): Promise<ConsoleClient> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${rpcPath}`, rpcProtocol, {
    headers: { cookie },
    origin,
  })
  socket.on('error', () => undefined)
  await once(socket, 'open')
  const port = {
    send: (message: unknown) => socket.send(encodeJson(message)),
    onMessage: (listener: (message: unknown) => void) =>
      void socket.on('message', (data: Buffer) => listener(decodeJson(data.toString()))),
    onClose: (listener: () => void) => void socket.once('close', listener),
    close: () => socket.close(),
  }
  return connect<ConsoleCalls, ConsoleStreams>(port, {
    after(milliseconds, then) {
      const timer = setTimeout(then, milliseconds)
      return () => clearTimeout(timer)
    },
  })
}
