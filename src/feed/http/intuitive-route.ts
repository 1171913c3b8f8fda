import { largestPage, type Intuitive, type IntuitiveQuery } from '../publish/formats/intuitive.ts'
import { send, sendJson } from './reply.ts'
import { onlyReads, type Route } from './request-path.ts'
import { visitOf, type Publication } from './visit.ts'

/** `GET /bwnoa/v4list?list=ipblack&Limit=2048&token=KEY&timestamp=0[&nextEncodedKey=…]`. */
export function createIntuitiveRoute(publication: Publication, intuitive: Intuitive): Route {
  return (request, response, { segments, query }) => {
    if (!onlyReads(request, response)) return
    const refuse = (status: number, words: string): void =>
      sendJson(response, status, { statusCode: status, statusDescription: words })
    if (segments.length !== 1 || segments[0] !== 'v4list') return refuse(404, 'there is no such list')
    const asked = query()
    const visit = visitOf(publication, request, asked.get('token') ?? '', 'intuitive')
    if (!visit) return refuse(403, 'unauthorized')
    const wanted = queryOf(asked)
    const step = { from: wanted.key, whole: wanted.key === undefined && wanted.timestamp === 0 }
    if (!visit.pull(step)) return refuse(429, 'rate limit exceeded')
    const page = intuitive.page(wanted)
    if (!page) return refuse(400, 'this key leads nowhere')
    visit.gives(step, wanted.list === 'ipblack' ? page.upTo : 0, page.nextKey)
    send(response, 200, page.body)
  }
}

function queryOf(asked: URLSearchParams): IntuitiveQuery {
  const limit = wholeNumber(asked.get('Limit') ?? asked.get('limit'))
  return {
    list: asked.get('list') ?? '',
    timestamp: wholeNumber(asked.get('timestamp')),
    limit: limit === 0 ? largestPage : Math.min(limit, largestPage),
    key: asked.get('nextEncodedKey') ?? undefined,
  }
}

const wholeNumber = (text: string | null): number => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : 0)
