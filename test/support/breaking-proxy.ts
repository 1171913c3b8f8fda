import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ask } from './raw-http.ts'

export interface Asked {
  readonly method: string
  /** With query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Answered {
  readonly status: number
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What a deliberate break does with a request; `pass` asks the server behind. */
export type Break = (asked: Asked, pass: (asked: Asked) => Promise<Answered>) => Promise<Answered>

/** A server in front of another that does what it does, but for one thing. */
export async function startBreakingProxy(url: string, broken: Break) {
  const pass = async ({ method, path, headers, body }: Asked): Promise<Answered> => {
    const { status, text } = await ask(`${url}${path}`, headers, method, body === '' ? undefined : body)
    return { status, text }
  }
  const server = createServer((request, response) => {
    void (async () => {
      const asked = { ...(await partsOf(request)), method: request.method ?? 'GET', path: request.url ?? '/' }
      const { status, text, headers = {} } = await broken(asked, pass)
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
    })().catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop(): Promise<void> {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function partsOf(request: IncomingMessage): Promise<Pick<Asked, 'headers' | 'body'>> {
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name)
      ? [[name, value] as const]
      : [],
  )
  return { headers: Object.fromEntries(headers), body: (await request.toArray()).join('') }
}
