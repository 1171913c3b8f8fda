import type { FaultKind } from './kind.ts'

/** What can be wrong with the values of single headers, and with bodies. */
export const valueKinds = {
  'from-tag': {
    weight: 'slight',
    message: 'From has no tag, as before RFC 3261',
    rule: 'RFC 3261 §8.1.1.3, RFC 4475 §3.4.1',
  },
  'star-contact': {
    weight: 'plain',
    message: 'Contact * stands elsewhere than alone in a REGISTER with Expires: 0',
    rule: 'RFC 3261 §10.2.2, §10.3',
  },
  via: {
    weight: 'grave',
    message: 'A Via is not a protocol, a transport and a host',
    rule: 'RFC 3261 §20.42, §25.1 via-parm, RFC 4475 §3.1.2.1',
  },
  'branch-cookie': {
    weight: 'slight',
    message: 'The branch is nothing but the cookie that all branches begin with',
    rule: 'RFC 3261 §8.1.1.7, RFC 4475 §3.2.1',
  },
  broadcast: {
    weight: 'plain',
    message: 'A Via names the broadcast address: answers would go to a whole network',
    rule: 'RFC 3261 §18.2.2, RFC 4475 §3.3.10',
  },
  'call-id': {
    weight: 'slight',
    message: 'Call-ID holds characters that it may not have',
    rule: 'RFC 3261 §20.8, §25.1 callid',
  },
  'max-forwards': {
    weight: 'plain',
    message: 'Max-Forwards is no number up to 255',
    rule: 'RFC 3261 §20.22, RFC 4475 §3.1.2.4',
  },
  'max-forwards-zero': {
    weight: 'slight',
    message: 'Max-Forwards is 0: the request asks to go no further',
    rule: 'RFC 3261 §16.3, RFC 4475 §3.3.11',
  },
  expires: {
    weight: 'plain',
    message: 'An expiry is no number of seconds below 2^32',
    rule: 'RFC 3261 §20.10, §20.19, §20.23, RFC 4028 §4, §5, RFC 4475 §3.1.2.4',
  },
  'q-value': {
    weight: 'plain',
    message: 'A preference (q) is no number from 0 to 1 with three decimals',
    rule: 'RFC 3261 §20.10, §25.1 qvalue',
  },
  'retry-after': {
    weight: 'plain',
    message: 'Retry-After is no number of seconds below 2^32',
    rule: 'RFC 3261 §20.33, RFC 4475 §3.1.2.5',
  },
  warning: {
    weight: 'plain',
    message: 'A Warning is not three digits, a host and a quoted text',
    rule: 'RFC 3261 §20.43, RFC 4475 §3.1.2.5',
  },
  date: {
    weight: 'plain',
    message: 'The date does not exist or is not in the form and zone (GMT) of SIP',
    rule: 'RFC 3261 §20.17, RFC 4475 §3.1.2.12',
  },
  'token-list': {
    weight: 'plain',
    message: 'A list of names holds something that is no name',
    rule: 'RFC 3261 §20.5, §20.29, §20.32, §20.37, §20.40, §25.1 token',
  },
  'unknown-extension': {
    weight: 'slight',
    message: 'The request demands an extension that no standard has',
    rule: 'RFC 3261 §8.2.2.3, §16.3, RFC 4475 §3.3.5',
  },
  'auth-scheme': {
    weight: 'slight',
    message: 'Credentials of another scheme than Digest',
    rule: 'RFC 3261 §22, RFC 4475 §3.3.7',
  },
  'digest-fields': {
    weight: 'slight',
    message: 'Digest credentials or a challenge lack a field that none can do without',
    rule: 'RFC 3261 §22.4, §25.1 dig-resp, challenge',
  },
  'content-type': {
    weight: 'plain',
    message: 'Content-Type is not a type, a subtype and parameters with values',
    rule: 'RFC 3261 §20.15, §25.1 m-parameter',
  },
  'content-type-missing': {
    weight: 'slight',
    message: 'There is a body, and nothing says what it is',
    rule: 'RFC 3261 §20.15, §7.4.1',
  },
  'offer-type': {
    weight: 'slight',
    message: 'The body of an INVITE is of a type that no telephone reads',
    rule: 'RFC 3261 §8.2.3, RFC 4475 §3.3.6',
  },
  accept: {
    weight: 'slight',
    message: 'An INVITE accepts no session description, so that nobody can answer it',
    rule: 'RFC 3261 §20.1, RFC 4475 §3.3.15',
  },
  sdp: {
    weight: 'slight',
    message: 'The session description lacks a line that each has, or holds one that is none',
    rule: 'RFC 8866 §5',
  },
} as const satisfies Readonly<Record<string, FaultKind>>
