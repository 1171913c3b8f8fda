import { request as plainRequest, type IncomingMessage } from 'node:http'
import { request as tlsRequest, type RequestOptions } from 'node:https'

export interface Asked {
  readonly method: string
  readonly url: URL
  readonly token: string
  /** PEM of the one authority that may vouch for the feed; absent: those that the runtime knows. */
  readonly ca?: string | undefined
  readonly body?: unknown
  readonly signal: AbortSignal
}

export interface Answer {
  readonly status: number
  readonly text: string
}

/** 500 records with twenty evidence items each stay well below. */
const largestAnswer = 16 * 1024 * 1024

/**
 * One request of the feed's HTTP interface. Never follows a redirect: it would carry the token to whoever the answer names.
 * @throws Error of Node, with its `code`, or one in words when the answer is larger than we read.
 */
export function requestFeed({ method, url, token, ca, body, signal }: Asked): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const options: RequestOptions = {
    method,
    signal,
    headers: {
      authorization: `Bearer ${token}`,
      ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    },
    ...(ca === undefined ? {} : { ca }),
  }
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? tlsRequest : plainRequest
    request(url, options, (response) => {
      readBounded(response).then((read) => resolve({ status: response.statusCode ?? 0, text: read }), reject)
    })
      .on('error', reject)
      .end(text)
  })
}

async function readBounded(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length
    if (size > largestAnswer) throw new Error('the feed answers with more than we read')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** What is wrong with the way to the feed, in words where Node's are no help. */
export function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && unknownAuthority.has(String(error.code)))
    return 'the feed’s certificate is vouched for by an authority that this console does not know'
  // An abort says why in its cause.
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}

const unknownAuthority = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])
