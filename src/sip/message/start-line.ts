import { isToken } from './names.ts'
import { faultOf, type Fault } from '../fault/fault.ts'
import type { RequestLine, StatusLine } from './message.ts'

type Start = RequestLine | StatusLine

const statusLine = /^(SIP\/\d+\.\d+)[ \t]+(\d{3})(?:[ \t](.*))?$/is
const version = /^SIP\/\d+\.\d+$/i

/** Reads a request or status line; adds a fault for what RFC 3261 §7.1 and §7.2 do not allow but can be understood. */
export function parseStartLine(line: string, at: number, faults: Fault[]): Start | undefined {
  const start = parseStatus(line) ?? parseRequest(line, at, faults)
  if (!start) faults.push(faultOf('start-line', at))
  else if (start.version.toUpperCase() !== 'SIP/2.0') {
    faults.push(faultOf('version', at))
  }
  return start
}

function parseStatus(line: string): StatusLine | undefined {
  if (!/^SIP\//i.test(line)) return undefined
  const [, version = '', status = '', reason = ''] = statusLine.exec(line) ?? []
  return version ? { kind: 'response', status: Number(status), reason, version } : undefined
}

/** The URI is all between the first and the last blank: a URI with blanks inside is wrong but must be shown. */
function parseRequest(line: string, at: number, faults: Fault[]): RequestLine | undefined {
  const trimmed = line.trim()
  const first = trimmed.indexOf(' ')
  const last = trimmed.lastIndexOf(' ')
  if (first <= 0 || last <= first) return undefined
  const start = {
    method: trimmed.slice(0, first),
    uri: trimmed.slice(first, last).trim(),
    version: trimmed.slice(last + 1),
  }
  if (!isToken(start.method) || !version.test(start.version) || start.uri === '') return undefined
  if (start.method.length + start.uri.length + start.version.length + 2 !== line.length || start.uri.includes(' ')) {
    faults.push(faultOf('start-line-blanks', at))
  }
  return { kind: 'request', ...start }
}
