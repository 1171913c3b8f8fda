import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { systemClock } from '../../src/feed/time/clock.ts'
import { readConfig } from '../../src/feed/config.ts'
import { startFeed } from '../../src/feed/feed.ts'
import type { Answer } from './client.ts'

/** What the bench is told: where the server listens, and the microseconds of processor time it has used. */
export type FromServer = { readonly url: string } | { readonly cpu: number }
/** What it says: for the plain server the answers to serve, and "how much processor time?". */
export type ToServer = { readonly answers: ReadonlyMap<string, Answer> } | 'cpu'

/** The feed, or Node's `http` with answers from a map, each in a process of its own. */
const { values } = parseArgs({ options: { config: { type: 'string' } } })
const answers = new Map<string, Answer>()

process.on('message', (said: ToServer) => {
  if (said !== 'cpu') for (const [name, answer] of said.answers) answers.set(name, answer)
  const { user, system } = process.cpuUsage()
  tell({ cpu: user + system })
})
process.once('disconnect', () => process.exit(0))
tell({ url: values.config === undefined ? await startPlain() : await startFeedOf(values.config) })

function tell(message: FromServer): void {
  process.send?.(message)
}

async function startFeedOf(config: string): Promise<string> {
  const log = pino({ level: 'warn' }, pino.destination(2))
  const { url } = await startFeed(readConfig(config), { clock: systemClock, log })
  return url
}

/** The least that Node can do: the last part of the path names the bytes. */
function startPlain(): Promise<string> {
  const server = createServer((request, response) => {
    const url = request.url ?? ''
    const found = answers.get(url.slice(url.lastIndexOf('/') + 1))
    const { status, body } = found ?? { status: 404, body: new Uint8Array() }
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.byteLength })
      .end(body)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address()
      resolve(`http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`)
    })
  })
}
