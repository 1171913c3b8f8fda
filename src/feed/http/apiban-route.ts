import type { IncomingMessage, ServerResponse } from 'node:http'
import { tooManyRequests, unauthorized, type Apiban, type ApibanAnswer } from '../publish/apiban.ts'
import type { ActiveSubscriber, Subscribers } from '../subscribers/subscribers.ts'
import { send, sendError } from './reply.ts'

export interface ApibanRoute {
  readonly apiban: Apiban
  readonly subscribers: Subscribers
  readonly now: () => number
}

/** `GET /api/{KEY}/banned`, `/api/{KEY}/banned/{ID}`, `/api/{KEY}/check/{IP}`; `segments` are those behind `/api/`. */
export function serveApiban(
  route: ApibanRoute,
  request: IncomingMessage,
  response: ServerResponse,
  segments: readonly string[],
): void {
  const [key = '', call, argument, ...rest] = withoutLastSlash(segments)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    sendError(response, 'bad-request', 'only GET is served here', 405)
    return
  }
  const subscriber = route.subscribers.find(key)
  const reply = subscriber ? rest.length === 0 && answerTo(route, subscriber, call, argument) : unauthorized
  if (reply) send(response, reply.status, reply.body)
  else sendError(response, 'not-found', 'there is no such call')
}

/** Some HTTP libraries end every path with a slash. */
const withoutLastSlash = (segments: readonly string[]): readonly string[] =>
  segments.at(-1) === '' ? segments.slice(0, -1) : segments

function answerTo(
  route: ApibanRoute,
  subscriber: ActiveSubscriber,
  call: string | undefined,
  argument: string | undefined,
): ApibanAnswer | undefined {
  // Clients that keep no ID yet ask for `banned/`.
  if (call === 'banned') return pull(route, subscriber, argument)
  if (call !== 'check' || argument === undefined) return undefined
  return subscriber.guard.check(route.now()) ? route.apiban.check(argument) : tooManyRequests
}

function pull({ apiban, now }: ApibanRoute, subscriber: ActiveSubscriber, id: string | undefined): ApibanAnswer {
  const time = now()
  const { guard } = subscriber
  const step = guard.pull(id, time)
  if (step === 'refused') return tooManyRequests
  subscriber.notePull(time, step === 'begins')
  const reply = apiban.banned(id)
  if (reply.lastId !== undefined) guard.handed(reply.lastId, time)
  return reply
}
