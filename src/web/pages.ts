import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { z } from 'zod'
import { pageHeaders, sessionPath, violationPath } from '../contract/console/page.ts'
import { readBody } from './body.ts'
import { findFile, sendFile, type PageFiles } from './files.ts'
import { isFromPage, type Guard } from './guard.ts'
import type { Sessions } from './session.ts'
import { longestReport, type Violations } from './violations.ts'

interface Parts {
  readonly page: PageFiles
  readonly guard: Guard
  readonly sessions: Sessions
  readonly violations: Violations
  readonly onSignedIn: () => void
}

const tokenBody = z.object({ token: z.string().max(256) })

/** The page over HTTP. Everything it serves is public (it is in the repository); the data goes over `/rpc` alone. */
export function servePage(parts: Parts): RequestListener {
  return (request, response) => {
    answer(parts, request, response).catch(() => response.destroy())
  }
}

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = parts.guard.refusal(request)
  if (refusal !== undefined) return say(response, 403, refusal)
  const path = pathOf(request.url)
  const route = `${request.method ?? ''} ${path}`
  if (route === `POST ${sessionPath}`) return signIn(parts, request, response)
  if (route === `POST ${violationPath}`) return recordViolation(parts, request, response)
  if (route === `GET ${violationPath}`) return tellViolations(parts, request, response)
  if (request.method !== 'GET') return say(response, 405, 'method not allowed')
  const found = path.startsWith('/') ? findFile(parts.page, path) : undefined
  if (found === undefined) return say(response, 404, 'not found')
  sendFile(response, found.name, found.file)
}

/** Nothing is decoded: paths of the page need no escapes, and what is not in the page's list is not found. */
const pathOf = (url: string | undefined): string => url?.split('?', 1)[0] ?? ''

async function signIn(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isFromPage(request)) return say(response, 403, 'foreign Origin')
  const cookie = parts.sessions.redeem(tokenOf(await readBody(request, 1024)))
  if (cookie !== undefined) parts.onSignedIn()
  // A bookmark or a reload brings an old link along; whoever holds the cookie needs none.
  else if (!parts.sessions.holds(request)) return say(response, 401, 'this link was used, or is of an earlier start')
  const headers = { ...pageHeaders, 'cache-control': 'no-store', ...(cookie ? { 'set-cookie': cookie } : {}) }
  response.writeHead(204, headers).end()
}

function tokenOf(body: string | undefined): string {
  try {
    return tokenBody.parse(JSON.parse(body ?? '')).token
  } catch {
    return '' // never issued
  }
}

async function recordViolation(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const report = await readBody(request, longestReport)
  if (report === undefined) return say(response, 413, 'too large')
  parts.violations.record(report)
  response.writeHead(204, pageHeaders).end()
}

function tellViolations(parts: Parts, request: IncomingMessage, response: ServerResponse): void {
  if (!parts.sessions.holds(request)) return say(response, 401, 'sign in with the link first')
  response.writeHead(200, { ...pageHeaders, 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(parts.violations.summary()))
}

function say(response: ServerResponse, status: number, text: string): void {
  // What is left of a refused body is not worth reading.
  response.writeHead(status, { ...pageHeaders, 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  response.end(`${text}\n`)
}
