import type { FaultKind } from './kind.ts'

/** What can be wrong with the frame of a message: first line, headers as lines, what must be there, lengths. */
export const messageKinds = {
  'too-long': {
    weight: 'grave',
    message: 'Longer than any datagram; only the first 65,535 bytes are read',
    rule: 'RFC 3261 §18.1.1',
  },
  'start-line': {
    weight: 'grave',
    message: 'The first line is neither a SIP request nor an answer',
    rule: 'RFC 3261 §7.1, §7.2',
  },
  'start-line-blanks': {
    weight: 'slight',
    message: 'The first line holds blanks where none may be, or lacks one',
    rule: 'RFC 3261 §7.1, §7.2, RFC 4475 §3.1.2.8 to §3.1.2.10',
  },
  version: { weight: 'grave', message: 'The SIP version is not 2.0', rule: 'RFC 3261 §7.1, RFC 4475 §3.1.2.16' },
  'fold-without-header': {
    weight: 'plain',
    message: 'A folded line has no header before it',
    rule: 'RFC 3261 §7.3.1',
  },
  'header-without-colon': { weight: 'plain', message: 'A header line has no colon', rule: 'RFC 3261 §7.3.1' },
  'header-name': {
    weight: 'slight',
    message: 'A header name holds characters that none may have',
    rule: 'RFC 3261 §25.1 header-name',
  },
  'too-many-headers': {
    weight: 'grave',
    message: 'More than 256 headers; the rest is not read',
    rule: 'bound of this reader',
  },
  'head-unfinished': { weight: 'plain', message: 'No empty line ends the headers', rule: 'RFC 3261 §7' },
  'not-utf8': { weight: 'slight', message: 'The headers hold bytes that are no UTF-8', rule: 'RFC 3261 §7, §25.1' },
  nul: { weight: 'slight', message: 'The headers hold a NUL byte', rule: 'RFC 3261 §25.1' },
  'missing-header': {
    weight: 'grave',
    message: 'A header that every message has is missing',
    rule: 'RFC 3261 §8.1.1, RFC 4475 §3.3.1',
  },
  'empty-header': {
    weight: 'grave',
    message: 'A header that every message needs says nothing',
    rule: 'RFC 3261 §25.1, §8.1.1',
  },
  'identity-twice': {
    weight: 'grave',
    message: 'A header that says whose message this is stands twice: readers disagree which one counts',
    rule: 'RFC 3261 §7.3.1, §8.1.1, RFC 4475 §3.3.8',
  },
  'duplicate-header': {
    weight: 'plain',
    message: 'A header that may stand once stands twice',
    rule: 'RFC 3261 §7.3.1, RFC 4475 §3.3.8',
  },
  cseq: {
    weight: 'grave',
    message: 'CSeq is not a number below 2^31 and a method',
    rule: 'RFC 3261 §8.1.1.5, §20.16, RFC 4475 §3.1.2.4, §3.1.2.5',
  },
  'cseq-method': {
    weight: 'grave',
    message: 'CSeq names another method than the request line',
    rule: 'RFC 3261 §8.1.1.5, RFC 4475 §3.1.2.17, §3.1.2.18',
  },
  'status-code': {
    weight: 'grave',
    message: 'The status is not a number from 100 to 699',
    rule: 'RFC 3261 §7.2, §21, RFC 4475 §3.1.2.19',
  },
  'content-length': {
    weight: 'grave',
    message: 'Content-Length is no number',
    rule: 'RFC 3261 §20.14, RFC 4475 §3.1.2.3',
  },
  'content-length-disagrees': {
    weight: 'grave',
    message: 'Two Content-Length headers disagree',
    rule: 'RFC 3261 §20.14, RFC 4475 §3.3.9',
  },
  'short-body': {
    weight: 'plain',
    message: 'The body is shorter than Content-Length says',
    rule: 'RFC 3261 §18.3, RFC 4475 §3.1.2.2',
  },
} as const satisfies Readonly<Record<string, FaultKind>>
