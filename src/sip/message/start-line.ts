import { faultOf, type Fault } from '../fault/fault.ts'
import { readable, trimBlanks } from '../text/byte-text.ts'
import type { RequestLine, StatusLine } from './message.ts'
import { isToken } from './names.ts'

type StartLine = RequestLine | StatusLine

/** A status with too many digits is read too, so that it can be shown and called wrong; up to 15 are exact. */
const statusLine = /^(SIP\/\d+\.\d+)[ \t]+(\d{3,15})(?:[ \t](.*))?$/is
const anyVersion = /^SIP\/\d+\.\d+$/i

/**
 * Reads a request or status line (RFC 3261 §7.1, §7.2), also with blanks where none may be.
 *
 * @param line one character per byte, without its line end.
 * @param ascii whether all of it is ASCII, so that nothing needs reading as UTF-8.
 */
export function parseStartLine(line: string, ascii: boolean): StartLine | undefined {
  const start = parseStatus(line) ?? parseRequest(line) ?? parseRequest(trimBlanks(line))
  if (ascii || start === undefined) return start
  return start.kind === 'request'
    ? { ...start, uri: readable(start.uri) }
    : { ...start, reason: readable(start.reason) }
}

/** What is wrong with a first line, read or not. */
export function startLineFaults(line: string, start: StartLine | undefined, at: number): readonly Fault[] {
  if (!start) return [faultOf('start-line', at)]
  if (isPlain(line, start)) return []
  const faults: Fault[] = []
  if (!hasUsualBlanks(line, start)) faults.push(faultOf('start-line-blanks', at))
  if (start.version.toUpperCase() !== usual) faults.push(faultOf('version', at))
  return faults
}

/** One blank behind the version and one behind the status, even when no reason follows (RFC 3261 §7.2). */
const statusBlanks = /^SIP\/\d+\.\d+ \d+ /i

const hasUsualBlanks = (line: string, { kind }: StartLine): boolean =>
  kind === 'request' ? line.split(/[ \t\r]/).length === 3 : statusBlanks.test(line)

/** Quick to see, and nearly always so. */
function isPlain(line: string, start: StartLine): boolean {
  if (start.version !== usual) return false
  if (start.kind === 'response') return statusBlanks.test(line)
  const { method, uri } = start
  return line.length === method.length + uri.length + usual.length + 2 && !/[ \t\r]/.test(uri)
}

const usual = 'SIP/2.0'
const SLASH = 47

function parseStatus(line: string): StatusLine | undefined {
  if (line.charCodeAt(3) !== SLASH) return undefined
  const [, version = '', status = '', reason = ''] = statusLine.exec(line) ?? []
  return version ? { kind: 'response', status: Number(status), reason, version } : undefined
}

/** The URI is all between the first and the last blank: a URI with blanks inside is wrong but must be shown. */
function parseRequest(line: string): RequestLine | undefined {
  const first = line.indexOf(' ')
  const last = line.endsWith(` ${usual}`) ? line.length - usual.length - 1 : line.lastIndexOf(' ')
  if (first <= 0 || last <= first) return undefined
  const method = line.slice(0, first)
  const uri = trimBlanks(line.slice(first + 1, last))
  const version = line.slice(last + 1)
  if (uri === '' || !isMethod(method) || !(version === usual || anyVersion.test(version))) return undefined
  return { kind: 'request', method, uri, version }
}

/** Any token is a method; nearly all are capital letters, which takes no regular expression to see. */
function isMethod(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 65 || code > 90) return isToken(text)
  }
  return true
}
