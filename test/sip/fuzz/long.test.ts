import { describe, expect, it } from 'vitest'
import { bytes, request } from '../fixtures.ts'
import { show, timed } from './fuzz.ts'
import { nasty } from './mutate.ts'

/** Quadratic code needs most of a second for as many bytes. */
const longest = 30_000

/** A message with `here` where the repeated piece goes. */
type Place = Uint8Array
const here = 'HERE'

const header = (name: string, before = '', after = ''): Place => request({ headers: { [name]: before + here + after } })

function filled(place: Place, piece: Uint8Array): Uint8Array {
  const at = Buffer.from(place).indexOf(here)
  return Uint8Array.from(
    Buffer.concat([place.subarray(0, at), Buffer.alloc(longest, piece), place.subarray(at + here.length)]),
  )
}

/** Everywhere a parser of ours reads on until it finds something. */
const places: Readonly<Record<string, Place>> = {
  'the Request-URI': request({ start: `INVITE sip:${here} SIP/2.0` }),
  'the first line': request({ start: here }),
  'a reason phrase': request({ start: `SIP/2.0 200 ${here}` }),
  Via: header('Via', 'SIP/2.0/UDP '),
  'parameters of Via': header('Via', 'SIP/2.0/UDP a;branch=x', ';rport'),
  'parameters of a Via that ends badly': header('Via', 'SIP/2.0/UDP a', ';,'),
  From: header('From'),
  'a display name': header('From', '"', '" <sip:a@b>;tag=1'),
  'a user': header('To', '<sip:', '@b>'),
  'a tag': header('From', '<sip:a@b>;tag='),
  Contact: header('Contact'),
  CSeq: header('CSeq', '1'),
  'Call-ID': header('Call-ID'),
  'Content-Length': header('Content-Length', '0'),
  Authorization: header('Authorization', 'Digest '),
  'a user name of Authorization': header('Authorization', 'Digest username="', '", realm="x"'),
  'WWW-Authenticate': header('WWW-Authenticate', 'Digest realm="'),
  'User-Agent': header('User-Agent'),
  Subject: header('Subject', 'x'),
  Date: header('Date', 'Sat, '),
  Allow: header('Allow', 'INVITE, '),
  Reason: header('Reason', 'SIP;cause=200;text="'),
  'a header name': request({ headers: { [here]: 'x' } }),
  'lines of headers': bytes(`OPTIONS sip:a SIP/2.0\r\n${here}\r\n\r\n`),
  SDP: request({ headers: { 'Content-Type': 'application/sdp' }, body: `v=0\r\no=${here}\r\ns=-\r\n` }),
  'any bytes': bytes(here),
}

describe('what is repeated takes linear time', () => {
  it.each(Object.entries(places))('in %s', (_, place) => {
    const slow = [...nasty, ...pairs].filter((piece) => {
      try {
        const input = filled(place, piece)
        timed(input)
        show(input, place)
        return false
      } catch (error) {
        console.log(error)
        return true
      }
    })
    expect(slow.map((piece) => piece.toString())).toEqual([])
  })
})

/** Openers with what may follow them: the usual ways to make a pattern try again and again. */
const pairs: readonly Buffer[] = [
  ...[
    '"\\',
    '<"',
    '"<',
    ';"',
    ',"',
    '<;',
    ';a=',
    ';a="',
    ',a="',
    '"a" ',
    'a,',
    'a ',
    'a\t',
    'a:',
    '@a',
    ':@',
    '%4',
    '%41',
  ],
  ...[
    '[:',
    ':1',
    '1.',
    '1,',
    "'--",
    "' ",
    ' or ',
    'or 1=',
    'union ',
    '/*a',
    '(select ',
    '`a',
    '$(',
    '{{',
    '../',
    'a\r\n ',
    'a\n',
  ],
  ...[
    'm=a\r\n',
    'a=b\n',
    'ab',
    'aA',
    '0',
    '9',
    '00',
    '+',
    'z9hG4bK',
    'f',
    '31',
    '3a',
    ' a=',
    'Digest ',
    '--a\r\n',
    '"\r\n ',
  ],
].map((text) => Buffer.from(text))
