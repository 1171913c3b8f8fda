import { faultOf, type Fault } from '../fault/fault.ts'
import { readable, trimBlanks } from '../text/byte-text.ts'
import type { RequestLine, StatusLine } from './message.ts'
import { isToken } from './names.ts'

type StartLine = RequestLine | StatusLine

const statusLine = /^(SIP\/\d+\.\d+)[ \t]+(\d{3})(?:[ \t](.*))?$/is
const anyVersion = /^SIP\/\d+\.\d+$/i

/**
 * Reads a request or status line (RFC 3261 §7.1, §7.2), also with blanks where none may be.
 *
 * @param line one character per byte, without its line end.
 */
export function parseStartLine(line: string): StartLine | undefined {
  return parseStatus(line) ?? parseRequest(line)
}

/** What is wrong with a first line, read or not. */
export function startLineFaults(line: string, start: StartLine | undefined, at: number): readonly Fault[] {
  if (!start) return [faultOf('start-line', at)]
  const faults: Fault[] = []
  if (start.kind === 'request' && line.split(/[ \t\r\n]/).length !== 3) faults.push(faultOf('start-line-blanks', at))
  if (start.version.toUpperCase() !== 'SIP/2.0') faults.push(faultOf('version', at))
  return faults
}

function parseStatus(line: string): StatusLine | undefined {
  if (line.charCodeAt(3) !== 47 || line.slice(0, 3).toUpperCase() !== 'SIP') return undefined
  const [, version = '', status = '', reason = ''] = statusLine.exec(line) ?? []
  return version ? { kind: 'response', status: Number(status), reason: readable(reason), version } : undefined
}

/** The URI is all between the first and the last blank: a URI with blanks inside is wrong but must be shown. */
function parseRequest(line: string): RequestLine | undefined {
  const trimmed = trimBlanks(line)
  const first = trimmed.indexOf(' ')
  const last = trimmed.lastIndexOf(' ')
  if (first <= 0 || last <= first) return undefined
  const method = trimmed.slice(0, first)
  const uri = trimBlanks(trimmed.slice(first, last))
  const version = trimmed.slice(last + 1)
  if (uri === '' || !isToken(method) || !(version === 'SIP/2.0' || anyVersion.test(version))) return undefined
  return { kind: 'request', method, uri: readable(uri), version }
}
