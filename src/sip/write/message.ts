import { headerKey } from '../message/names.ts'
import { byteText, bytesOf } from '../text/byte-text.ts'
import { lineText, type Written } from './line.ts'

export type StartParts =
  { readonly method: string; readonly uri: Written } | { readonly status: number; readonly reason: string }

export interface MessageParts {
  readonly start: StartParts
  /** In this order, names spelled as given. */
  readonly headers: readonly (readonly [name: string, value: Written])[]
  readonly body?: Uint8Array
  /**
   * `counted`, unless said otherwise: the bytes of the body, in place of a Content-Length among the headers or else
   * behind them. `given`: none is added or changed, for messages that shall be wrong.
   */
  readonly contentLength?: 'counted' | 'given'
}

/** The bytes of a request or an answer, line by line; no part can start a line of its own. */
export function writeMessage({
  start,
  headers,
  body,
  contentLength = 'counted',
}: MessageParts): Uint8Array<ArrayBuffer> {
  const text = body ? byteText(body) : ''
  const lines = headers.map(([name, value]) => [lineText(name), lineText(value)] as const)
  const counted = contentLength === 'counted' ? withLength(lines, text.length) : lines
  const head = [startLine(start), ...counted.map(([name, value]) => `${name}: ${value}`)]
  return bytesOf(`${head.join('\r\n')}\r\n\r\n${text}`)
}

function startLine(start: StartParts): string {
  if ('method' in start) return `${lineText(start.method)} ${lineText(start.uri)} SIP/2.0`
  return `SIP/2.0 ${start.status} ${lineText(start.reason)}`
}

type Line = readonly [name: string, value: string]

function withLength(lines: readonly Line[], length: number): readonly Line[] {
  const isLength = ([name]: Line): boolean => headerKey(name) === 'content-length'
  if (!lines.some(isLength)) return [...lines, ['Content-Length', String(length)]]
  return lines.map((line) => (isLength(line) ? [line[0], String(length)] : line))
}
