import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FeedErrorCode } from '../../contract/ledger/api.ts'

export const statusOf: Record<FeedErrorCode, number> = {
  unauthorized: 401,
  'bad-request': 400,
  'bad-signature': 400,
  'unknown-author': 403,
  forbidden: 403,
  'four-eyes': 403,
  'wrong-state': 409,
  'not-found': 404,
  'refused-range': 422,
  'too-wide': 422,
  whitelisted: 422,
  duplicate: 409,
  confirmation: 422,
  cooldown: 422,
  storage: 507,
  internal: 500,
}

/** Nothing the feed says may be kept by a cache on the way: a revoked address would live on in it. */
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

export function send(response: ServerResponse, status: number, body: Buffer): void {
  beginReply(response, status, headers, body.byteLength).end(body)
}

/** The same for a text of ASCII alone, which Node sends in one piece with the head: a third less work for each page. */
export function sendAscii(response: ServerResponse, status: number, body: string): void {
  beginReply(response, status, headers, body.length).end(body, 'latin1')
}

/** As `send`, of another type; it may be kept if it is asked for anew each time. */
export function sendFile(
  response: ServerResponse,
  type: string,
  body: Buffer,
  more: Readonly<Record<string, string>> = {},
  status = 200,
): void {
  const all = { ...headers, 'content-type': type, 'cache-control': 'no-cache', ...more }
  beginReply(response, status, all, body.byteLength).end(body)
}

function beginReply(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  length: number,
): ServerResponse {
  // After a refusal the rest of an unread body must not be taken for the next request. A pull has none, and its next
  // page must not cost another connection.
  const unread = response.req.complete || !hasBody(response.req) ? {} : { connection: 'close' }
  return response.writeHead(status, { ...headers, ...unread, 'content-length': length })
}

/** RFC 9112 §6. Node marks a request as complete a moment after it was handed to us, also one without a body. */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, Buffer.from(JSON.stringify(value)))
}

export function sendError(response: ServerResponse, code: FeedErrorCode, message: string, status?: number): void {
  sendJson(response, status ?? statusOf[code], errorBody(code, message))
}

export const errorBody = (code: FeedErrorCode, message: string): unknown => ({
  error: { code, message: message.slice(0, 1000) },
})
