import { once } from 'node:events'
import type { BrowserContext } from 'playwright-core'
import { WebSocket } from 'ws'
import type { ConsoleCalls, ConsoleClient, ConsoleStreams } from '../../src/contract/console/index.ts'
import { rpcPath, rpcProtocol } from '../../src/contract/console/page.ts'
import { connect } from '../../src/contract/rpc/connect.ts'
import { decodeJson, encodeJson } from '../../src/contract/rpc/json.ts'

/** Speaks to the console beside a page that is signed in, with the page's cookie. */
export async function connectBeside(context: BrowserContext, origin: string): Promise<ConsoleClient> {
  const cookie = (await context.cookies(origin)).map(({ name, value }) => `${name}=${value}`).join('; ')
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${rpcPath}`, rpcProtocol, {
    headers: { cookie },
    origin,
  })
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
