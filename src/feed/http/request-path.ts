import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendError } from './reply.ts'

/** What is behind an endpoint's first segment. */
export interface RequestPath {
  /** Without an empty last one: some HTTP libraries end every path with a slash. */
  readonly segments: readonly string[]
  /** Read when asked for: most pulls have none. */
  readonly query: () => URLSearchParams
}

export type Route = (request: IncomingMessage, response: ServerResponse, path: RequestPath) => void | Promise<void>

/** A client that takes the feed for a proxy names the whole URL, which servers must understand (RFC 9112 §3.2.2). */
export const withoutOrigin = (target: string): string =>
  target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*/i, '')

/** @returns the first segment, and the rest. */
export function splitPath(target: string): readonly [string, RequestPath] {
  const url = withoutOrigin(target)
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const [, area = '', ...segments] = path.split('/')
  if (segments.at(-1) === '') segments.pop()
  return [area, { segments, query: () => new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)) }]
}

/** Refuses what is no reading. @returns whether the request may go on. */
export function onlyReads(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true
  allowReads(response)
  sendError(response, 'bad-request', 'only GET is served here', 405)
  return false
}

/** What a 405 must say (RFC 9110 §15.5.6). */
export const allowReads = (response: ServerResponse): void => void response.setHeader('allow', 'GET, HEAD')
