import type { FaultKind } from './kind.ts'

/** What can be wrong with URIs and with addresses that hold them. */
export const addressKinds = {
  'request-uri-brackets': {
    weight: 'grave',
    message: 'The Request-URI stands in angle brackets',
    rule: 'RFC 3261 §7.1, RFC 4475 §3.1.2.7',
  },
  'request-uri-headers': {
    weight: 'plain',
    message: 'The Request-URI asks for headers, which only a link to click may',
    rule: 'RFC 3261 §19.1.1, RFC 4475 §3.1.2.11',
  },
  'uri-scheme': { weight: 'plain', message: 'A URI has no scheme such as sip:', rule: 'RFC 3261 §19.1.1, §25.1' },
  'uri-characters': {
    weight: 'plain',
    message: 'A URI holds characters that must be escaped there',
    rule: 'RFC 3261 §19.1.2, §25.1, RFC 4475 §3.1.2.8',
  },
  'uri-escape': {
    weight: 'plain',
    message: 'A percent sign in a URI stands before no two hexadecimal digits',
    rule: 'RFC 3261 §25.1 escaped, RFC 4475 §3.1.1.3',
  },
  'foreign-scheme': {
    weight: 'slight',
    message: 'A URI of a kind that no telephone calls',
    rule: 'RFC 3261 §8.2.2.1, RFC 4475 §3.3.2 to §3.3.4',
  },
  'uri-steering': {
    weight: 'slight',
    message: 'A URI asks its caller to send headers that steer requests elsewhere',
    rule: 'RFC 3261 §19.1.5, RFC 4475 §3.3.14',
  },
  host: {
    weight: 'plain',
    message: 'A host is neither a name nor an address',
    rule: 'RFC 3261 §25.1 host',
  },
  port: { weight: 'plain', message: 'A port is no number up to 65,535', rule: 'RFC 3261 §25.1 port' },
  'ipv6-brackets': {
    weight: 'plain',
    message: 'An IPv6 address stands without brackets',
    rule: 'RFC 3261 §25.1 IPv6reference, RFC 5118 §4.2',
  },
  'ipv6-three-colons': {
    weight: 'slight',
    message: 'An IPv6 address holds three colons in a row, as the grammar once asked by mistake',
    rule: 'RFC 5954 §3, RFC 5118 §4.10',
  },
  'open-quote': {
    weight: 'grave',
    message: 'A quoted text is never closed',
    rule: 'RFC 3261 §25.1 quoted-string, RFC 4475 §3.1.2.6',
  },
  'open-bracket': {
    weight: 'plain',
    message: 'An angle bracket is never closed',
    rule: 'RFC 3261 §25.1 name-addr',
  },
  'blank-in-brackets': {
    weight: 'plain',
    message: 'Blanks stand between the angle brackets and the URI',
    rule: 'RFC 3261 §25.1 name-addr, RFC 4475 §3.1.2.14',
  },
  'display-name': {
    weight: 'plain',
    message: 'A display name holds characters that need quotes',
    rule: 'RFC 3261 §25.1 display-name, RFC 4475 §3.1.2.15',
  },
  'needs-brackets': {
    weight: 'plain',
    message: 'A URI that needs angle brackets stands without them',
    rule: 'RFC 3261 §20, §25.1 route-param, RFC 4475 §3.1.2.13',
  },
  parameter: {
    weight: 'plain',
    message: 'A parameter is empty, or its value is none that it may have',
    rule: 'RFC 3261 §25.1 generic-param, via-params, uri-parameter, RFC 4475 §3.1.2.1',
  },
  'parameter-twice': {
    weight: 'plain',
    message: 'A parameter stands twice: readers disagree which one counts',
    rule: 'RFC 3261 §7.3.1, §19.1.1',
  },
  'uri-user': {
    weight: 'slight',
    message: 'A URI has an @ and nobody before it',
    rule: 'RFC 3261 §25.1 userinfo',
  },
} as const satisfies Readonly<Record<string, FaultKind>>
