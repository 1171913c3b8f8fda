import type { IncomingMessage } from 'node:http'
import type { DecisionCursor, DecisionFilter, Decisions } from '../publish/formats/crowdsec.ts'
import type { DecisionQuery } from '../publish/formats/matching.ts'
import { highestId } from '../publish/list.ts'
import type { ActiveSubscriber } from '../subscribers/member.ts'
import { keyInHeaders } from './key.ts'
import { send, sendJson } from './reply.ts'
import { onlyReads, type Route } from './request-path.ts'
import { visitOf, type Publication, type Visit } from './visit.ts'

/**
 * `GET /v1/decisions/stream?startup=true|false` and `GET /v1/decisions`, with `X-Api-Key`. How far a bouncer has come is
 * kept here, by key and address, because the protocol leaves it to the server; who is not known is told everything.
 */
export function createCrowdsecRoute(publication: Publication, decisions: Decisions): Route {
  const cursors = new WeakMap<ActiveSubscriber, Map<string, DecisionCursor>>()
  return async (request, response, { segments, query }) => {
    const refuse = (status: number, message: string): void => sendJson(response, status, { message })
    const call = segments.join('/')
    // Bouncers that would tell of their work take this alone for a server that does not want to know.
    if (call !== 'decisions' && call !== 'decisions/stream') return refuse(404, 'Page or Method not found')
    if (!onlyReads(request, response)) return
    const visit = visitOf(publication, request, keyInHeaders(request.headers), 'crowdsec')
    if (!visit) return refuse(403, 'access forbidden')
    const asked = query()
    if (call === 'decisions') {
      const question = questionOf(asked)
      const whole = { whole: true }
      // What may hold much, or costs much to find, is no mere look.
      const isLook = question !== undefined && !question.inside
      if (!(isLook ? visit.subscriber.guard.check(visit.time) : visit.pull(whole))) return refuse(429, tooMuch)
      if (question) return send(response, 200, decisions.about(question, filterOf(asked)))
      visit.gives(whole, highestId(publication.list))
      return send(response, 200, await decisions.all(filterOf(asked)))
    }
    const known = cursorsOf(cursors, visit.subscriber)
    const machine = machineOf(visit, request)
    const cursor = asked.get('startup') === 'true' ? undefined : known.get(machine)
    const step = { whole: cursor === undefined }
    if (!visit.pull(step)) return refuse(429, tooMuch)
    const reply = decisions.stream(cursor, filterOf(asked))
    visit.gives(step, highestId(publication.list))
    const body = await reply.body
    // An answer that broke off on the way must be given again.
    if (request.method === 'GET') response.once('finish', () => remember(known, machine, reply.cursor))
    send(response, 200, body)
  }
}

const tooMuch = 'rate limit exceeded'

function cursorsOf(
  cursors: WeakMap<ActiveSubscriber, Map<string, DecisionCursor>>,
  subscriber: ActiveSubscriber,
): Map<string, DecisionCursor> {
  const known = cursors.get(subscriber) ?? new Map<string, DecisionCursor>()
  cursors.set(subscriber, known)
  return known
}

/** Machines with one key that are told apart. */
const mostMachines = 64

function remember(known: Map<string, DecisionCursor>, machine: string, cursor: DecisionCursor): void {
  known.delete(machine)
  known.set(machine, cursor)
  const [oldest] = known.keys()
  if (known.size > mostMachines && oldest !== undefined) known.delete(oldest)
}

const machineOf = ({ from }: Visit, { headers }: IncomingMessage): string =>
  `${from ?? ''} ${headers['user-agent']?.slice(0, 100) ?? ''}`

/** @returns `undefined` when it is about nothing but all. */
function questionOf(asked: URLSearchParams): DecisionQuery | undefined {
  const scope = lower(asked.get('scope'))
  const value = scope === 'ip' || scope === 'range' ? asked.get('value') : null
  const about = asked.get('ip') ?? asked.get('range') ?? value
  return about === null ? undefined : { about, inside: asked.get('contains') === 'false' }
}

/** Most words that a filter may have. */
const mostWords = 50

const words = (text: string | null): readonly string[] =>
  (text ?? '').split(',', mostWords).filter((word) => word !== '')

const lower = (text: string | null): string | undefined => text?.toLowerCase()

function filterOf(asked: URLSearchParams): DecisionFilter {
  const scopes = words(lower(asked.get('scopes')) ?? null)
  const type = asked.get('type')
  return {
    scopes: type !== null && type !== 'ban' ? [] : scopes.length > 0 ? scopes : ['ip', 'range'],
    origins: words(asked.get('origins')),
    containing: words(asked.get('scenarios_containing')),
    notContaining: words(asked.get('scenarios_not_containing')),
  }
}
