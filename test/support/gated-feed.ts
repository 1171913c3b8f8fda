import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { z } from 'zod'

/** Stands between consoles and their feed, and lets those that do one thing race: see `race`. */
export interface GatedFeed {
  readonly url: string
  /** Records of this kind wait here until so many authors have sent one; then all go on at once. @returns the authors. */
  race(kind: string, authors: number): Promise<ReadonlySet<string>>
  stop(): Promise<void>
}

const sent = z.object({ intent: z.object({ kind: z.string(), author: z.string() }) })

interface Race {
  readonly kind: string
  readonly authors: number
  readonly arrived: Set<string>
  readonly start: PromiseWithResolvers<ReadonlySet<string>>
}

export async function startGatedFeed(feed: string): Promise<GatedFeed> {
  const { hostname, port } = new URL(feed)
  let race: Race | undefined

  const atGate = async (body: Buffer): Promise<void> => {
    const { data } = sent.safeParse(body.length === 0 ? {} : JSON.parse(body.toString('utf8')))
    if (!race || data?.intent.kind !== race.kind) return
    race.arrived.add(data.intent.author)
    if (race.arrived.size === race.authors) race.start.resolve(race.arrived)
    await race.start.promise
  }
  const pass = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const body = await buffer(asked)
    await atGate(body)
    const { method, url: path, headers } = asked
    const onward = request({ hostname, port, method, path, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    onward.end(body)
  }
  const server = createServer((asked, answer) => void pass(asked, answer).catch(() => answer.destroy()))
  server.on('upgrade', (asked, socket, head) => {
    const onward = connect(Number(port), hostname, () => {
      const headers = asked.rawHeaders.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('')
      onward.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${headers}\r\n`)
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    for (const [one, other] of [
      [onward, socket],
      [socket, onward],
    ] as const)
      one.on('error', () => other.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    race: (kind, authors) => {
      race = { kind, authors, arrived: new Set(), start: Promise.withResolvers() }
      return race.start.promise
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
