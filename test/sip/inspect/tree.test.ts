import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chainAt, innermostAt, walk, type Field } from '../../../src/sip/inspect/field.ts'
import { inspect } from '../../../src/sip/inspect/tree.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { bytes, fixture, messagesIn, request } from '../fixtures.ts'
import { spent } from '../../support/cost.ts'

const tree = (raw: Uint8Array): Field => inspect(parseMessage(raw), { direction: 'in' })
const byPath = (root: Field): Map<string, Field> => new Map([...walk(root)].map((field) => [field.path, field]))
const saidAt = (raw: Uint8Array, path: string): string | undefined => {
  const field = byPath(tree(raw)).get(path)
  return field && Buffer.from(raw.subarray(field.start, field.end)).toString('latin1')
}

const sdp = 'v=0\r\no=- 1 2 IN IP4 192.0.2.9\r\nm=audio 49170 RTP/AVP 0\r\na=sendrecv'
const invite = bytes(
  [
    'INVITE sip:9011:pw@[2001:db8::1]:5061;user=phone?Subject=x SIP/2.0',
    'v: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bKabc;rport, SIP/2.0/TCP b;branch=2',
    'From: "A \\"B\\"" <sip:alice@example.com>;tag=88',
    'To: sip:bob@example.com;tag=99',
    'Call-ID: c1@192.0.2.7',
    'CSeq: 7 INVITE',
    'Authorization: Digest username="a\\"b", nonce=n, response="12"',
    'Content-Type: application/sdp',
    `Content-Length: ${sdp.length}`,
    '',
    sdp,
  ].join('\r\n'),
)

describe('the tree of a message', () => {
  it.each([
    ['start.method', 'INVITE'],
    ['start.uri.scheme', 'sip'],
    ['start.uri.user', '9011'],
    ['start.uri.password', 'pw'],
    ['start.uri.host', '2001:db8::1'],
    ['start.uri.port', '5061'],
    ['start.uri;user', 'user=phone'],
    ['start.uri?subject', 'Subject=x'],
    ['start.version', 'SIP/2.0'],
    ['via', 'v: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bKabc;rport, SIP/2.0/TCP b;branch=2\r\n'],
    ['via.value.branch', 'branch=z9hG4bKabc'],
    ['via.value[2].transport', 'TCP'],
    ['from.display', 'A \\"B\\"'],
    ['from.tag', 'tag=88'],
    ['to.uri', 'sip:bob@example.com'],
    ['to.tag', 'tag=99'],
    ['call-id.host', '192.0.2.7'],
    ['cseq.number', '7'],
    ['authorization.username', 'username="a\\"b"'],
    ['body.o.session-version', '2'],
    ['body.m.port', '49170'],
    ['body.a:sendrecv', 'a=sendrecv'],
  ])('says where %s is', (path, said) => expect(saidAt(invite, path)).toBe(said))

  it.each([
    ['from.display', 'A "B"'],
    ['from.tag', '88'],
    ['authorization.username', 'a"b'],
    ['call-id', 'c1@192.0.2.7'],
    ['body.o', '- 1 2 IN IP4 192.0.2.9'],
  ])('says what %s means', (path, value) => expect(byPath(tree(invite)).get(path)?.value).toBe(value))

  it('finds the innermost field of a byte', () => {
    const text = Buffer.from(invite).toString('latin1')
    expect(innermostAt(tree(invite), text.indexOf('alice') + 2)?.path).toBe('from.uri.user')
    expect(chainAt(tree(invite), text.indexOf('alice')).map(({ path }) => path)).toEqual([
      'message',
      'from',
      'from.uri',
      'from.uri.user',
    ])
    expect(innermostAt(tree(invite), invite.length)).toBeUndefined()
  })

  it('names what no rule has a name for', () => {
    const names = tree(bytes('\r\nOPTIONS sip:a SIP/2.0\r\n folded\r\nno colon\r\nl: 1\r\n\r\nab')).children
    expect(names.map(({ name }) => name)).toEqual([
      'Empty line',
      'Request line',
      'Unreadable',
      'no colon',
      'l',
      'Empty line',
      'Body',
      'Surplus',
    ])
  })
})

describe('faults and notes', () => {
  const faultsAt = (raw: Uint8Array): readonly (readonly [string, string])[] =>
    [...walk(tree(raw))].flatMap(({ path, faults }) => faults.map(({ code }) => [path, code] as const))

  it('puts each fault to the field that has it', () => {
    const raw = request({ headers: { 'Content-Length': 'many', CSeq: '1 INVITE', To: '' } })
    expect(faultsAt(raw)).toEqual(
      expect.arrayContaining([
        ['content-length', 'content-length'],
        ['cseq', 'cseq-method'],
        ['message', 'missing-header'],
      ]),
    )
  })

  it('blames Content-Length for a body that is too short', () => {
    expect(faultsAt(request({ headers: { 'Content-Length': '9' } }))).toContainEqual(['content-length', 'short-body'])
  })

  it('tells of a message that hides behind the end of another', () => {
    const notes = byPath(tree(fixture('rfc4475/dblreq.dat'))).get('surplus')?.notes
    expect(notes).toEqual([{ kind: 'decoded', text: 'a whole INVITE follows behind the end of this message' }])
  })

  it('says what the sender encoded beside the place that says it, and nothing of our own answers', () => {
    const guess = Buffer.from('101:4711\x01123').toString('hex')
    const raw = request({ headers: { From: `"101" <sip:101@192.0.2.1>;tag=${guess}` } })
    const notes = byPath(tree(raw)).get('from.tag')?.notes
    expect(notes).toContainEqual({ kind: 'decoded', text: 'svcrack notes that it tries the password 4711 for 101' })
    const ours = inspect(parseMessage(raw), { direction: 'out' })
    const given = [...walk(ours)].flatMap((field) => field.notes).filter(({ kind }) => kind !== 'meaning')
    expect(given).toEqual([])
  })

  it('says what is dialled beside the user that says it', () => {
    const raw = request({ start: 'INVITE sip:901146850780296@example.com SIP/2.0' })
    expect(byPath(tree(raw)).get('start.uri.user')?.notes).toEqual([
      { kind: 'number', text: 'dials 46850780296 behind the prefix 9011' },
    ])
  })

  it('says what is injected beside every header that does, and none beside benign apostrophes', () => {
    const headers = {
      From: `"O'Brien" <sip:o'brien@example.com>;tag=88`,
      'User-Agent': "x' AND SLEEP(5) AND 'a'='a",
      Subject: 'a; rm -rf / | cat /etc/passwd',
      Via: "SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK' OR 1=1--",
    }
    const noted = [...walk(tree(request({ headers })))].flatMap(({ path, notes }) =>
      notes.flatMap(({ kind, text }) => (kind === 'attack' ? [[path, text.split(':')[0]]] : [])),
    )
    expect(noted).toEqual([
      ['user-agent', 'SQL injection'],
      ['subject', 'Injection'],
    ])
    const uri = tree(request({ start: "REGISTER sip:1'%20or%20'1'='1@example.com SIP/2.0" }))
    expect([...walk(uri)].flatMap(({ path, notes }) => (notes.length > 0 ? [path] : []))).toEqual(['start.uri'])
  })
})

/** What breaks a promise of the tree: children lie within their parent, in order and without overlap; the message's own
 * cover every byte; no path stands twice. */
function unsound(root: Field, length: number): readonly string[] {
  const problems: string[] = []
  let covered = 0
  for (const child of root.children) {
    if (child.start !== covered) problems.push(`${child.path} does not begin where the part before it ends`)
    covered = child.end
  }
  if (covered !== length || root.start !== 0 || root.end !== length) problems.push('the parts do not cover the message')
  for (const { path, start, end, children } of walk(root)) {
    let at = start
    for (const child of children) {
      if (child.start < at || child.end < child.start) problems.push(`${child.path} overlaps`)
      at = child.end
    }
    if (at > end) problems.push(`${path} is left by its parts`)
  }
  const paths = [...walk(root)].map(({ path }) => path)
  if (new Set(paths).size !== paths.length) problems.push('a path stands twice')
  return problems
}
function expectSound(root: Field, length: number): void {
  expect(unsound(root, length)).toEqual([])
}

describe('whatever the bytes', () => {
  it('covers every byte of every torture message', () => {
    for (const folder of ['rfc4475', 'rfc5118-ipv6'])
      for (const name of messagesIn(folder)) {
        const raw = fixture(`${folder}/${name}`)
        expectSound(tree(raw), raw.length)
      }
  })

  it('is sound for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (raw) => {
        expectSound(tree(raw), raw.length)
      }),
    )
  })

  it('is sound for messages with a few bytes changed, taken out or put in', () => {
    const change = fc.record({ at: fc.nat(invite.length), put: fc.uint8Array({ maxLength: 6 }), out: fc.nat(40) })
    const tricky = fc
      .constantFrom('"', '<', '>', ';', ',', '=', '@', ':', '[', ']', '\r\n', '\r\n ', '\\', '?', '\0')
      .map(bytes)
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            change,
            change.chain((c) => tricky.map((put) => ({ ...c, put }))),
          ),
          { maxLength: 5 },
        ),
        (changes) => {
          let raw = [...invite]
          for (const { at, put, out } of changes) raw = [...raw.slice(0, at), ...put, ...raw.slice(at + out)]
          expectSound(tree(Uint8Array.from(raw)), raw.length)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['one long header', `OPTIONS sip:a SIP/2.0\r\nContact: ${'<'.repeat(60_000)}\r\n\r\n`],
    ['a long list', `OPTIONS sip:a SIP/2.0\r\nContact: ${'<a>,'.repeat(15_000)}\r\n\r\n`],
    ['many quotes', `OPTIONS sip:a SIP/2.0\r\nFrom: ${'"'.repeat(60_001)}\r\n\r\n`],
    ['many parameters', `OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a${';a=b'.repeat(15_000)}\r\n\r\n`],
    ['many headers', `OPTIONS sip:a SIP/2.0\r\n${'a:b\r\n'.repeat(12_000)}\r\n`],
    ['many lines', `OPTIONS sip:a SIP/2.0\r\nc: application/sdp\r\n\r\n${'a=b\r\n'.repeat(12_000)}`],
  ])('is quick with 64 KB of %s', (_, text) => {
    const raw = bytes(text)
    const begin = spent()
    const root = tree(raw)
    expect(spent() - begin).toBeLessThan(500)
    expectSound(root, raw.length)
  })
})
