import type { IncomingMessage, ServerResponse } from 'node:http'
import { isListFormat, type ListFamily, type Lists, type RenderedList } from '../publish/formats/lists.ts'
import { highestId } from '../publish/list.ts'
import { keyInHeaders } from './key.ts'
import { sendError, sendFile } from './reply.ts'
import { onlyReads, type Route } from './request-path.ts'
import { visitOf, type Publication } from './visit.ts'

/** `GET /list/{KEY}/plain|csv|json|ipset|nft[?family=4|6]`; the key may be `-` where a header carries it. */
export function createListRoute(publication: Publication, lists: Lists): Route {
  return async (request, response, { segments: [place = '', format = '', ...rest], query }) => {
    if (!onlyReads(request, response)) return
    const family = familyOf(query().get('family'))
    const known = isListFormat(format) && family !== undefined && rest.length === 0
    const timed = format === 'ipset' || format === 'nft'
    const key = place === '-' ? keyInHeaders(request.headers) : place
    const visit = visitOf(publication, request, key, timed ? 'timed-list' : 'list')
    if (!visit)
      return place === '-' && key === '' ? challenge(response) : sendError(response, 'forbidden', 'nobody has this key')
    if (!known) return sendError(response, 'not-found', 'the lists are plain, csv, json, ipset and nft')
    if (!visit.pull({ whole: true })) return sendError(response, 'forbidden', 'rate limit exceeded', 429)
    const list = lists.render(format, family)
    visit.gives({ whole: true }, highestId(publication.list))
    const headers = { etag: list.etag, 'last-modified': new Date(list.lastModified * 1000).toUTCString() }
    if (isKnown(request, list)) response.writeHead(304, { ...headers, 'cache-control': 'no-cache' }).end()
    else sendFile(response, list.type, await list.body, headers)
  }
}

/** wget sends a password only when it is asked for one. */
function challenge(response: ServerResponse): void {
  response.setHeader('www-authenticate', 'Basic realm="honeynet"')
  sendError(response, 'unauthorized', 'the key is missing')
}

function familyOf(text: string | null): ListFamily | undefined {
  if (text === null) return 'all'
  return text === '4' || text === '6' ? text : undefined
}

/** RFC 9110 §13.2.2: a tag outranks a date. */
function isKnown({ headers }: IncomingMessage, { etag, lastModified }: RenderedList): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined) return tags.split(',').some((tag) => weak(tag.trim()) === weak(etag) || tag.trim() === '*')
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return !Number.isNaN(since) && lastModified * 1000 <= since
}

/** A 304 compares weakly (RFC 9110 §8.8.3.2). */
const weak = (tag: string): string => tag.replace(/^W\//, '')
