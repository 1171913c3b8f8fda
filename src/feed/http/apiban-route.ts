import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import {
  malformed,
  nobodyBanned,
  tooManyRequests,
  unauthorized,
  type Apiban,
  type ApibanAnswer,
  type ApibanVersion,
} from '../publish/formats/apiban.ts'
import { Refusal } from '../refusal.ts'
import { readJson } from './body.ts'
import { keyInHeaders } from './key.ts'
import { sendAscii, sendError } from './reply.ts'
import { allowReads, onlyReads, type RequestPath, type Route } from './request-path.ts'
import { visitOf, type Publication, type Visit } from './visit.ts'

/**
 * v1: `GET /api/{KEY}/banned`, `/api/{KEY}/banned/{ID}`, `/api/{KEY}/check/{IP}`.
 * v2: `POST /api/get` `{set, id}`, `POST /api/check` `{set, ipaddress}`, with `Authorization: Bearer {KEY}`.
 */
export function createApibanRoute(publication: Publication, apiban: Apiban): Route {
  return (request, response, path) =>
    request.method === 'POST'
      ? serveV2(publication, apiban, request, response, path)
      : serveV1(publication, apiban, request, response, path)
}

function serveV1(
  publication: Publication,
  apiban: Apiban,
  request: IncomingMessage,
  response: ServerResponse,
  { segments }: RequestPath,
): void {
  if (!onlyReads(request, response)) return
  const [key = '', call, argument, ...rest] = segments
  const visit = visitOf(publication, request, key, 'v1')
  const reply = visit ? rest.length === 0 && answerV1(apiban, visit, call, argument) : unauthorized
  if (reply) sendAscii(response, reply.status, reply.body)
  else sendError(response, 'not-found', 'there is no such call')
}

function answerV1(
  apiban: Apiban,
  visit: Visit,
  call: string | undefined,
  argument: string | undefined,
): ApibanAnswer | undefined {
  // Clients that keep no ID yet ask for `banned/`.
  if (call === 'banned') return pull(apiban, visit, argument, 'v1')
  if (call !== 'check' || argument === undefined) return undefined
  return check(apiban, visit, argument)
}

function pull(apiban: Apiban, visit: Visit, id: string | undefined, version: ApibanVersion): ApibanAnswer {
  const asked = id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : 0
  // Who asks behind an ID has what is below it, also where this process did not see that.
  const step = { from: id, whole: asked <= 1000, behind: Math.min(asked, apiban.highestId()) }
  if (!visit.pull(step)) return tooManyRequests
  const reply = apiban.banned(id, version)
  visit.gives(step, reply.lastId ?? 0, reply.lastId)
  return reply
}

const check = (apiban: Apiban, { subscriber, time }: Visit, address: string): ApibanAnswer =>
  subscriber.guard.check(time) ? apiban.check(address) : tooManyRequests

const text = z.union([z.string(), z.number().transform(String)])
const v2Body = z.object({
  /** `sip`, `http` or `all`. */
  set: z.string().default('sip'),
  id: text.optional(),
  ipaddress: z.string().optional(),
})
type V2Body = z.output<typeof v2Body>

async function serveV2(
  publication: Publication,
  apiban: Apiban,
  request: IncomingMessage,
  response: ServerResponse,
  { segments: [call, ...rest] }: RequestPath,
): Promise<void> {
  if ((call !== 'get' && call !== 'check') || rest.length > 0) {
    allowReads(response)
    sendError(response, 'bad-request', 'v1 is read with GET; v2 has POST /api/get and /api/check', 405)
    return
  }
  const visit = visitOf(publication, request, keyInHeaders(request.headers), 'v2')
  const reply = visit ? answerV2(apiban, visit, call, await bodyOf(request)) : unauthorized
  sendAscii(response, reply.status, reply.body)
}

/** The clients send no Content-Type, and nothing but what they are answered decides what they do: no other error form. */
async function bodyOf(request: IncomingMessage): Promise<V2Body | undefined> {
  try {
    return await readJson(request, v2Body)
  } catch (error) {
    if (error instanceof Refusal && error.status === undefined) return undefined
    throw error
  }
}

function answerV2(apiban: Apiban, visit: Visit, call: 'get' | 'check', body: V2Body | undefined): ApibanAnswer {
  if (!body) return malformed
  if (call === 'check')
    return body.ipaddress === undefined ? malformed : check(apibanOf(body, apiban), visit, body.ipaddress)
  return pull(apibanOf(body, apiban), visit, body.id, 'v2')
}

/** What a SIP honeynet lists was seen attacking telephony, so it is in `sip` and `all`; it knows nothing of `http`. */
const apibanOf = ({ set }: V2Body, apiban: Apiban): Apiban => (set === 'http' ? nobodyBanned : apiban)
