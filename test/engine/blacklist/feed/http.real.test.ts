import { createServer, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { feedHttp, type FeedHttp } from '../../../../src/engine/blacklist/feed/http.ts'
import { createAuthor, proposalOf } from '../../../support/ledger-client.ts'

/** Something at the feed's address that answers whatever the test says. */
let answer: (response: ServerResponse) => void
const server = createServer((request, response) => {
  request.resume().on('end', () => answer(response))
})
let http: FeedHttp

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  http = feedHttp({ url, token: 'a token of nobody' }, new AbortController().signal)
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const proposed = createAuthor().intend('ban.proposed', 'a ban', proposalOf('8.8.8.8'))
const says = (status: number, text: string) => (response: ServerResponse) => response.writeHead(status).end(text)
const refusal = (code: string): string => JSON.stringify({ error: { code, message: 'no such thing' } })

test.each([
  { of: 'a feed in trouble', status: 503, text: refusal('storage') },
  { of: 'a proxy in front of one', status: 503, text: '<html>Service Unavailable</html>' },
  { of: 'whoever limits rates', status: 429, text: refusal('rate-limited') },
  { of: 'a proxy that knows no feed', status: 404, text: 'not here' },
  { of: 'a newer feed with a fault', status: 500, text: refusal('out-of-luck') },
  { of: 'something else', status: 200, text: '\0\0\0' },
])('waits after the words of $of: nothing is refused', async ({ status, text }) => {
  answer = says(status, text)
  await expect(http.submit(proposed)).rejects.toMatchObject({ name: 'FeedUnreachable' })
})

it('takes a refusal with a code of a newer feed for one, so that what waits behind it goes on', async () => {
  answer = says(409, refusal('out-of-season'))
  await expect(http.submit(proposed)).rejects.toMatchObject({
    ...{ name: 'FeedRefusal', code: 'bad-request', message: 'no such thing (out-of-season)' },
  })
})

it('waits after a connection that is cut, before an answer and within one', async () => {
  answer = (response) => response.destroy()
  await expect(http.submit(proposed)).rejects.toMatchObject({ name: 'FeedUnreachable' })
  answer = (response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{"record"', () => response.destroy())
  }
  await expect(http.submit(proposed)).rejects.toMatchObject({ name: 'FeedUnreachable' })
})

it('reads no more than it would believe of an answer without end, and hangs up', async () => {
  const hungUp = Promise.withResolvers<void>()
  let sent = 0
  answer = (response) => {
    const part = Buffer.alloc(1024 * 1024, 'x')
    const more = (): void => {
      if (!response.destroyed) response.write(part, () => ((sent += part.length), more()))
    }
    response.on('close', () => hungUp.resolve())
    more()
  }
  await expect(http.submit(proposed)).rejects.toMatchObject({ message: 'the feed answers with more than we read' })
  await hungUp.promise
  expect(sent).toBeLessThan(100 * 1024 * 1024)
})
