import type { IncomingMessage, ServerResponse } from 'node:http'
import { collectionId, mostObjects, type Taxii, type TaxiiPage, type TaxiiQuery } from '../publish/formats/taxii.ts'
import { highestId } from '../publish/list.ts'
import { keyInHeaders } from './key.ts'
import { sendFile } from './reply.ts'
import { allowReads, type RequestPath, type Route } from './request-path.ts'
import { visitOf, type Publication, type Visit } from './visit.ts'

const mediaType = 'application/taxii+json;version=2.1'
const root = 'honeynet'

/**
 * TAXII 2.1, read only: `/taxii2/` (discovery), `/taxii2/honeynet/`, `…/collections/`, `…/collections/ID/`,
 * `…/objects/`, `…/objects/OBJECT/`, `…/objects/OBJECT/versions/`, `…/manifest/`. The key is the password of HTTP Basic.
 */
export function createTaxiiRoute(publication: Publication, taxii: Taxii): Route {
  return (request, response, path) => {
    const visit = visitOf(publication, request, keyInHeaders(request.headers), 'taxii')
    if (!visit) {
      response.setHeader('www-authenticate', 'Basic realm="honeynet"')
      return refuse(response, 401, 'the key is missing or unknown')
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      allowReads(response)
      return refuse(response, 405, 'this server is read only')
    }
    if (!accepts(request)) return refuse(response, 406, `only ${mediaType} is served here`)
    const fixed = fixedAnswer(path.segments)
    if (fixed) return answer(response, fixed)
    if (path.segments[0] !== root || path.segments[1] !== 'collections' || path.segments[2] !== collectionId)
      return refuse(response, 404, 'there is no such resource')
    serveCollection(publication, taxii, visit, response, path)
  }
}

const collection = {
  ...{ id: collectionId, title: 'Honeynet blacklist', can_read: true, can_write: false },
  ...{ description: 'Addresses that attacked a SIP honeynet', media_types: ['application/stix+json;version=2.1'] },
}

function fixedAnswer([api, what, id, ...rest]: readonly string[]): unknown {
  // Relative to the server, so that it holds behind any proxy.
  if (api === undefined) return { title: 'Honeynet feed', default: `/taxii2/${root}/`, api_roots: [`/taxii2/${root}/`] }
  if (api !== root || rest.length > 0) return undefined
  if (what === undefined) return { title: 'Honeynet', versions: [mediaType], max_content_length: 131_072 }
  if (what !== 'collections') return undefined
  if (id === undefined) return { collections: [collection] }
  return id === collectionId ? collection : undefined
}

function serveCollection(
  { list }: Publication,
  taxii: Taxii,
  visit: Visit,
  response: ServerResponse,
  { segments, query }: RequestPath,
): void {
  const [what, object, versions, ...rest] = segments.slice(3)
  const known =
    (what === 'objects' && (versions === undefined || versions === 'versions')) ||
    (what === 'manifest' && object === undefined)
  if (!known || rest.length > 0) return refuse(response, 404, 'there is no such resource')
  const asked = queryOf(query(), object)
  if (!asked) return refuse(response, 400, 'added_after is no timestamp or limit no number')
  const step = { from: asked.next, whole: asked.next === undefined && asked.addedAfter < 0 }
  if (!visit.pull(step)) return refuse(response, 429, 'rate limit exceeded')
  const page = taxii.page(asked)
  if (!page) return refuse(response, 400, 'this next leads nowhere')
  if (object !== undefined && page.entries.length === 0) return refuse(response, 404, 'there is no such object')
  visit.gives(step, page.next === undefined && object === undefined ? highestId(list) : 0, page.next)
  answer(response, documentOf(page, versions ?? what), datesOf(page))
}

function documentOf({ entries, next }: TaxiiPage, what: string | undefined): unknown {
  const more = next === undefined ? { more: false } : { more: true, next }
  if (entries.length === 0) return {}
  if (what === 'versions') return { ...more, versions: entries.map(({ object }) => object.modified) }
  if (what === 'objects') return { ...more, objects: entries.map(({ object }) => object) }
  const objects = entries.map(({ id, added, object }) => ({
    ...{ id, date_added: timestamp(added), version: object.modified },
    media_type: 'application/stix+json;version=2.1',
  }))
  return { ...more, objects }
}

function datesOf({ entries }: TaxiiPage): Readonly<Record<string, string>> {
  const [first, last] = [entries[0], entries.at(-1)]
  if (!first || !last) return {}
  return { 'x-taxii-date-added-first': timestamp(first.added), 'x-taxii-date-added-last': timestamp(last.added) }
}

/** Microseconds, as the standard wants them. */
const timestamp = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('Z', '000Z')

function queryOf(asked: URLSearchParams, object: string | undefined): TaxiiQuery | undefined {
  const after = asked.get('added_after')
  const addedAfter = after === null ? -1 : Date.parse(after)
  const limit = asked.get('limit') ?? String(mostObjects)
  if (Number.isNaN(addedAfter) || !/^[1-9]\d{0,8}$/.test(limit)) return undefined
  return {
    addedAfter,
    limit: Math.min(mostObjects, Number(limit)),
    next: asked.get('next') ?? undefined,
    ids: object === undefined ? words(asked.get('match[id]')) : [object],
    types: words(asked.get('match[type]')),
    specVersions: words(asked.get('match[spec_version]')),
    versions: words(asked.get('match[version]')),
  }
}

const words = (text: string | null): readonly string[] => (text ?? '').split(',', 100).filter((word) => word !== '')

/** A client that names other types only would not understand ours. */
function accepts({ headers: { accept } }: IncomingMessage): boolean {
  if (accept === undefined) return true
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const version = parameters.find((parameter) => parameter.startsWith('version='))
    if (type === '*/*' || type === 'application/*') return true
    return type === 'application/taxii+json' && (version === undefined || version === 'version=2.1')
  })
}

const answer = (response: ServerResponse, value: unknown, headers: Readonly<Record<string, string>> = {}): void =>
  sendFile(response, mediaType, Buffer.from(JSON.stringify(value)), headers)

const refuse = (response: ServerResponse, status: number, title: string): void =>
  sendFile(response, mediaType, Buffer.from(JSON.stringify({ title, http_status: String(status) })), {}, status)
