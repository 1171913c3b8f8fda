import { request } from 'node:http'

export interface Asked {
  readonly status: number
  readonly body: string
}

/** Not `fetch`, which lets neither Host nor Origin be forged. An upgrade that is taken is a 101. */
export function ask(url: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    outgoing.on('upgrade', (_response, socket) => {
      socket.destroy()
      resolve({ status: 101, body: '' })
    })
    outgoing.on('error', reject).end(body)
  })
}

/** Headers that ask for a WebSocket. */
export const upgrade = (protocol: string): Record<string, string> => ({
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol': protocol,
})
