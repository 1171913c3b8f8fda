import { portMessage, type DesktopBridge } from '../../contract/console/desktop.ts'
import { rpcPath, rpcProtocol, sessionPath } from '../../contract/console/page.ts'
import { decodeJson, encodeJson } from '../../contract/rpc/json.ts'
import type { Port } from '../../contract/rpc/port.ts'

declare global {
  interface Window {
    readonly honeynetDesktop?: DesktopBridge
  }
}

const tokenIn = (url: string): string | null => new URLSearchParams(new URL(url).hash.slice(1)).get('token')

/** Read before the router takes the fragment away, also from a new link pasted into an open page. */
let token = tokenIn(location.href)
window.addEventListener('hashchange', ({ newURL }) => (token = tokenIn(newURL) ?? token))

/** Opens a port to the engine: through Electron's preload when there is one, else over WebSocket. */
export async function openHostPort(): Promise<Port> {
  const desktop = window.honeynetDesktop
  if (desktop) return openDesktopPort(desktop)
  await exchangeToken()
  return openWebSocketPort()
}

function openDesktopPort(desktop: DesktopBridge): Promise<Port> {
  return new Promise((resolve) => {
    const take = (event: MessageEvent): void => {
      const port = event.ports[0]
      if (event.source !== window || event.data !== portMessage || !port) return
      window.removeEventListener('message', take)
      resolve(messagePort(port))
    }
    window.addEventListener('message', take)
    desktop.requestPort()
  })
}

function messagePort(port: MessagePort): Port {
  let closed = (): void => undefined
  port.addEventListener('close', () => closed())
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => (port.onmessage = (event) => listener(event.data)),
    onClose: (listener) => (closed = listener),
    close: () => {
      port.close()
      closed()
    },
  }
}

/** The token comes in the fragment, which no server log sees; it is exchanged once for a cookie scripts cannot read. */
async function exchangeToken(): Promise<void> {
  if (!token) return
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(sessionPath, { method: 'POST', headers, body: JSON.stringify({ token }) })
  if (!answer.ok) throw new Error('The address that opened this page is no longer valid.')
  token = null
}

function openWebSocketPort(): Promise<Port> {
  const url = new URL(rpcPath, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(url, rpcProtocol)
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(webSocketPort(socket)), { once: true })
    socket.addEventListener('error', () => reject(new Error('The engine does not answer.')), { once: true })
  })
}

function webSocketPort(socket: WebSocket): Port {
  return {
    send: (message) => socket.readyState === WebSocket.OPEN && socket.send(encodeJson(message)),
    onMessage: (listener) =>
      socket.addEventListener('message', (event: MessageEvent<string>) => listener(decodeJson(event.data))),
    onClose: (listener) => socket.addEventListener('close', listener, { once: true }),
    close: () => socket.close(),
  }
}
