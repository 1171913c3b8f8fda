import type { MispFeed } from '../publish/formats/misp.ts'
import { highestId } from '../publish/list.ts'
import { keyInHeaders } from './key.ts'
import { sendError, sendFile } from './reply.ts'
import { onlyReads, type Route } from './request-path.ts'
import { visitOf, type Publication } from './visit.ts'

const jsonType = 'application/json; charset=utf-8'

/** `GET /misp[/{KEY}]/manifest.json`, `…/{UUID}.json`, `…/hashes.csv`; the key may stand in a header instead. */
export function createMispRoute(publication: Publication, feed: MispFeed): Route {
  return (request, response, { segments }) => {
    if (!onlyReads(request, response)) return
    const name = segments.at(-1) ?? ''
    const [key = ''] = segments.length > 1 ? segments : [keyInHeaders(request.headers)]
    const visit = visitOf(publication, request, key, 'misp')
    if (!visit) return sendError(response, 'forbidden', 'nobody has this key')
    const file = segments.length < 3 ? fileOf(feed, name) : undefined
    if (!file) return sendError(response, 'not-found', 'there is no such file')
    // A pull is the manifest and then as many events as changed.
    const begins = name === 'manifest.json'
    if (begins && !visit.pull({ whole: true })) return sendError(response, 'forbidden', 'rate limit exceeded', 429)
    if (!begins && !visit.subscriber.guard.check(visit.time))
      return sendError(response, 'forbidden', 'rate limit exceeded', 429)
    if (begins) visit.gives({ whole: true }, highestId(publication.list))
    sendFile(response, file.type, file.body)
  }
}

function fileOf(feed: MispFeed, name: string): { readonly type: string; readonly body: Buffer } | undefined {
  if (name === 'manifest.json') return { type: jsonType, body: feed.manifest() }
  if (name === 'hashes.csv') return { type: 'text/csv; charset=utf-8', body: feed.hashes() }
  const body = name.endsWith('.json') ? feed.event(name.slice(0, -'.json'.length)) : undefined
  return body && { type: jsonType, body }
}
