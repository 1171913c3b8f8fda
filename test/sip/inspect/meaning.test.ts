import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { walk } from '../../../src/sip/inspect/field.ts'
import { inspect, type Told } from '../../../src/sip/inspect/tree.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { bytes, request } from '../fixtures.ts'

/** What is said in words, with the path of the field it stands beside. */
function meanings(raw: Uint8Array, told: Partial<Told> = {}): readonly (readonly [string, string])[] {
  const fields = [...walk(inspect(parseMessage(raw), { direction: 'in', ...told }))]
  return fields.flatMap(({ path, notes }) =>
    notes.filter(({ kind }) => kind === 'meaning').map(({ text }) => [path, text] as const),
  )
}
const texts = (raw: Uint8Array, told: Partial<Told> = {}): readonly string[] =>
  meanings(raw, told).map(([, text]) => text)
const ofHeader = (name: string, value: string, method = 'OPTIONS'): readonly string[] =>
  texts(request({ start: `${method} sip:a SIP/2.0`, headers: { CSeq: `1 ${method}`, [name]: value } }))
const answer = (line: string): Uint8Array => bytes(`SIP/2.0 ${line}\r\nCall-ID: a\r\n\r\n`)

describe('a status line', () => {
  it.each([
    ['200 OK', []],
    ['404 not found (nobody here)', []],
    ['486', ['486 means “Busy Here”']],
    ['486 ', ['486 means “Busy Here”']],
    ['404 Nobody', ['404 means “Not Found”']],
    ['200 Forbidden', ['200 means “OK”, whatever it says: “Forbidden” is 403']],
    ['500 not acceptable', ['500 means “Server Internal Error”, whatever it says: “Not Acceptable” is 406']],
    ['299 Yes', ['No standard names 299; it counts as 200: success']],
    ['699 No', ['No standard names 699; it counts as 600: refused everywhere']],
    ['999 x', []],
  ])('%j', (line, expected) => expect(texts(answer(line))).toEqual(expected))

  it('is where it is told', () => expect(meanings(answer('486 '))[0]?.[0]).toBe('start'))
})

describe('a header', () => {
  it.each([
    ['Expires', '3600', ['1 hour']],
    ['Expires', '0', ['At once']],
    ['Expires', '4294967295', ['136 years 70 days']],
    ['Expires', '4294967296', []],
    ['Session-Expires', '1800 ;refresher=uac', ['30 minutes']],
    ['Min-SE', '90', ['1 minute 30 seconds']],
    [
      'Retry-After',
      '18000 (in a meeting) ;duration=3600',
      ['Try again in 5 hours: “in a meeting”; then there for 1 hour'],
    ],
    ['Retry-After', '1', ['Try again in 1 second']],
    ['Retry-After', 'later', []],
    [
      'Warning',
      '307 a "b, c", 392 d "Noisy"',
      ['307: parameter of the session description not understood', '392: something else'],
    ],
    ['Warning', '355 a "b"', ['355: no standard names this code']],
    ['Reason', 'Q.850;cause=17;text="x", SIP ;cause=486', ['Q.850 cause 17: busy', 'SIP 486: Busy Here']],
    ['Reason', 'SIP;cause=200;text="Call completed elsewhere"', ['SIP 200: answered by another telephone']],
    [
      'Reason',
      'Q.850;cause=126,X;cause=1,SIP,SIP;cause=299',
      ['Q.850 cause 126: no standard names it', 'SIP 299: no standard names it'],
    ],
    [
      'WWW-Authenticate',
      'Digest realm="a", nonce="b"',
      ['Asks for a digest of the password, MD5 without qop: an answer can be replayed'],
    ],
    [
      'Proxy-Authenticate',
      'Digest realm="a", nonce="b", algorithm=sha-256, qop="auth,auth-int", stale=TRUE',
      [
        'Asks for a digest of the password, SHA-256, qop auth or auth-int',
        'Stale: the answer was right, only its nonce too old',
      ],
    ],
    [
      'WWW-Authenticate',
      'Digest nonce="b", algorithm=ROT13, qop=x',
      ['Asks for a digest of the password, an unknown algorithm, “ROT13”, qop x'],
    ],
    ['WWW-Authenticate', 'Basic realm="a"', ['Asks for a password in clear text, which SIP forbids']],
    ['WWW-Authenticate', 'Bearer authz_server="x"', ['Asks for proof by “bearer”']],
    ['WWW-Authenticate', '', []],
    [
      'Via',
      'SIP/2.0/UDP 10.0.0.1;rport=4711;received=192.0.2.7',
      ['Seen coming from 192.0.2.7:4711, not from 10.0.0.1:5060'],
    ],
    [
      'Via',
      'SIP/2.0/UDP h, SIP/2.0/UDP [2001:db8::1]:5;received=2001:db8::2',
      ['Seen coming from 2001:db8::2, not from [2001:db8::1]:5'],
    ],
    ['Via', 'SIP/2.0/UDP 192.0.2.7;rport=5060;received=192.0.2.7', []],
    ['Via', 'SIP/2.0/TLS 192.0.2.7;rport;received=192.0.2.7', []],
    ['Contact', '<sip:a@b>;expires=60', ['To be called here for 1 minute']],
    [
      'Contact',
      '<sip:a@b>;expires=0,<sip:c@d>,<sip:e@f>;expires=7200',
      ['“sip:a@b”: No longer to be called here', '“sip:e@f”: To be called here for 2 hours'],
    ],
    ['Contact', '*', ['Takes every registration of this user away']],
  ])('%s: %s', (name, value, expected) => expect(ofHeader(name, value)).toEqual(expected))

  it.each([
    ['REGISTER', 'Takes the registration away'],
    ['SUBSCRIBE', 'Ends the subscription'],
    ['PUBLISH', 'Takes away what was published'],
  ])('Expires: 0 of %s', (method, expected) => expect(ofHeader('Expires', '0', method)).toEqual([expected]))

  it('is told as it stands in an answer, by the method of its request', () => {
    const raw = bytes('SIP/2.0 200 OK\r\nCSeq: 2 REGISTER\r\nExpires: 0\r\n\r\n')
    expect(meanings(raw, { direction: 'out' })).toEqual([['expires', 'Takes the registration away']])
  })
})

describe('Date', () => {
  const raw = request({ headers: { Date: 'Sat, 13 Nov 2010 23:29:00 GMT' } })
  const date = Date.UTC(2010, 10, 13, 23, 29, 0)
  it.each([
    [3_600_000, ['Its clock is 1 hour behind ours']],
    [-90_000, ['Its clock is 1 minute 30 seconds ahead of ours']],
    [5000, ['Its clock agrees with ours']],
  ])('%d ms before it arrived', (age, expected) => expect(texts(raw, { time: date + age })).toEqual(expected))

  it('is not compared without a time, nor when it is ours or none', () => {
    expect(texts(raw)).toEqual([])
    expect(texts(raw, { time: 0, direction: 'out' })).toEqual([])
    expect(texts(request({ headers: { Date: 'Sat, 31 Nov 2010 23:29:00 GMT' } }), { time: date })).toEqual([])
  })
})

describe('a session description', () => {
  const call = (...lines: readonly string[]): Uint8Array =>
    bytes(`INVITE sip:a SIP/2.0\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n${lines.join('\r\n')}\r\n`)

  it('says where media would go, in which codecs, which way, beside each media line', () => {
    const raw = call(
      'c=IN IP4 192.168.1.102',
      'a=recvonly',
      'm=audio 4000 RTP/AVP 0 8 9 101 13 96',
      'a=rtpmap:101 telephone-event/8000',
      'a=rtpmap:9 G722/8000',
      'm=video 6000 RTP/SAVPF 107 34',
      'c=IN IP6 2001:db8::1',
      'a=sendrecv',
      'a=rtpmap:107 VP8/90000',
    )
    expect(meanings(raw, { source: '2001:0db8::1' })).toEqual([
      ['body.m', 'Media would go to 192.168.1.102:4000, a private address'],
      ['body.m', 'Codecs: PCMU, PCMA, G722, telephone-event (keys pressed), CN (comfort noise), 96 (no name)'],
      ['body.m', 'One way: would listen and not send'],
      ['body.m[2]', 'Media would go to [2001:db8::1]:6000, where this came from'],
      ['body.m[2]', 'Codecs: VP8, H263'],
    ])
  })

  it.each([
    ['c=IN IP4 192.0.2.1', 'Media would go to 192.0.2.1:9'],
    ['c=IN IP4 host.example', 'Media would go to host.example:9'],
    ['c=IN IP4 0.0.0.0', 'Media would go to 0.0.0.0:9, which is nowhere: an old way to put a call on hold'],
    ['c=IN IP4 127.0.0.1', 'Media would go to 127.0.0.1:9, the machine of whoever sends it'],
    ['c=IN IP4 224.2.1.1/127/3', 'Media would go to 224.2.1.1:9, a group of receivers'],
    ['a=x', 'No line says to which address media would go'],
  ])('with %s', (line, expected) => expect(texts(call(line, 'm=image 9 udptl t38'))).toEqual([expected]))

  it('refuses a stream by port 0, and one without a port says nothing', () => {
    expect(texts(call('m=image 0 udptl t38', 'm=image', 'm=image 70000 udptl t38'))).toEqual([
      'Port 0: this stream is not wanted',
    ])
  })
})

describe('whatever the bytes', () => {
  const keys = ['Via', 'Contact', 'Expires', 'Retry-After', 'Date', 'Warning', 'Reason', 'WWW-Authenticate']

  it('repeats little of them', () => {
    const long = 'x'.repeat(5000)
    const many = (text: string): string => `${text},`.repeat(2000)
    const hostile = [
      ['Via', `SIP/2.0/UDP ${long};received=${long};rport=1`],
      ['Via', many('SIP/2.0/UDP a;rport=1')],
      ['Contact', `<sip:${long}>;expires=1,<b>;expires=2`],
      ['Contact', many('<sip:a>;expires=1')],
      ['Retry-After', `1 (${long})`],
      ['Warning', many('301 a "b"')],
      ['Reason', many('SIP;cause=486')],
      ['WWW-Authenticate', `Digest algorithm=${long}, qop="${long},${long}"`],
      ['WWW-Authenticate', `${long} a=b`],
    ] as const
    for (const [name, value] of hostile) {
      const said = ofHeader(name, value)
      expect(said.length, name).toBeGreaterThan(0)
      expect(said.length, name).toBeLessThanOrEqual(8)
      for (const text of said) expect(text.length, name).toBeLessThan(300)
    }
  })

  it('names a dozen codecs of many, each cut', () => {
    const media = `m=audio 1 RTP/AVP${' 0'.repeat(5000)}\r\nm=audio 2 RTP/AVP ${'x'.repeat(5000)} 5\r\na=rtpmap:5 ${'y'.repeat(5000)}`
    const said = texts(
      bytes(`INVITE sip:a SIP/2.0\r\nc: application/sdp\r\n\r\nc=IN IP4 ${'z'.repeat(999)}\r\n${media}`),
    )
    expect(said.join()).toContain('PCMU and 4988 more')
    for (const text of said) expect(text.length).toBeLessThan(300)
  })

  it('never throws', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom('SIP/2.0/UDP ', ';received=', ';rport=', 'a', '1', ',', ';cause=', 'Q.850', '"', '(', ')'),
        )
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(fc.constantFrom(...keys), value, fc.double(), (name, text, time) => {
        texts(request({ headers: { [name]: text } }), { time })
      }),
    )
  })
})
