import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, says, type Decoded } from '../../../src/sip/decode/decode.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { byteText } from '../../../src/sip/text/byte-text.ts'
import { fixture, recording, request } from '../fixtures.ts'
import { spent } from '../../support/cost.ts'

const decoded = (raw: Uint8Array, source?: string): readonly Decoded[] => decode(parseMessage(raw), source)
const sentences = (raw: Uint8Array, source?: string): readonly string[] => decoded(raw, source).map(says)
const ofRecording = (name: string): readonly Decoded[] =>
  recording(`sip-tools/${name}.jsonl`).flatMap(({ raw }) => decoded(raw, '127.0.0.1'))
const kinds = (all: readonly Decoded[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { kind } of all) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
const pointed = (raw: Uint8Array, { at }: Decoded): string => byteText(raw.subarray(at.start, at.end))

describe('recordings are decoded in full', () => {
  it.each([
    ['svmap', { 'scan-target': 1 }],
    ['svmap-invite', { 'scan-target': 1 }],
    ['svwar-register', { 'probed-extension': 112 }],
    ['svwar-options', { 'probed-extension': 22 }],
    ['svcrack', { password: 36, 'first-contact': 36 }],
    ['sipsak-options', { 'sipsak-number': 1 }],
    ['sipsak-register', { 'sipsak-number': 2 }],
    ['sipp-uac-default', { 'sipp-call': 10 }],
    ['sipp-prefix-sweep', { 'sipp-call': 68 }],
    ['sipp-register-digest', { 'sipp-call': 8 }],
  ])('%s', (name, expected) => {
    expect(kinds(ofRecording(name))).toEqual(expected)
  })

  it('sippts is known by its branches', () => {
    for (const name of ['scan-options.sip', 'exten-register.sip']) {
      expect(decoded(fixture(`sip-tools/${name}`))).toMatchObject([{ kind: 'tool-mark', tool: 'sippts' }])
    }
  })

  it('with the values that were given on the command line', () => {
    const extensions = new Set(
      ofRecording('svwar-register').flatMap((one) => ('extension' in one ? one.extension : [])),
    )
    for (let extension = 100; extension <= 210; extension++) expect(extensions).toContain(String(extension))
    const passwords = ofRecording('svcrack').flatMap((one) => ('password' in one ? one.password : []))
    expect(passwords.slice(0, 4)).toEqual(['101', '1200', '1201', '1202'])
    expect(ofRecording('svmap')).toMatchObject([{ address: '127.0.0.1', port: 5070, where: 'From tag' }])
    const calls = ofRecording('sipp-uac-default').flatMap((one) => ('call' in one ? one.call : []))
    expect(new Set(calls)).toEqual(new Set([1, 2, 3, 4, 5]))
  })
})

describe('each kind says in plain words what it is, and points at the bytes it was read from', () => {
  const tagged = (tag: string, user = '101'): Uint8Array =>
    request({ headers: { From: `"x" <sip:${user}@h>;tag=${tag}` } })
  const hex = (text: string): string => Buffer.from(text).toString('hex')

  it.each([
    ['c0a80001:13c4', hex('c0a8000113c4\x0142'), 'svmap notes that it scans 192.168.0.1:5060'],
    ['extension', hex('101\x0142'), 'svwar notes that it looks for extension 101'],
    ['password', hex('101:s3cret\x0142'), 'svcrack notes that it tries the password s3cret for 101'],
    ['empty password', hex('101:\x0142'), 'svcrack notes that it tries an empty password for 101'],
    ['first contact', '3206210844', 'svcrack asks for a challenge before it guesses'],
  ])('%s', (_, tag, sentence) => {
    const raw = tagged(tag)
    expect(sentences(raw)).toEqual([sentence])
    expect(decoded(raw).map((one) => pointed(raw, one))).toEqual([tag])
  })

  it('a target on IPv6', () => {
    const raw = request({ headers: { From: `"sipvicious"<sip:100@[2001:db8::1]>;tag=${hex('2001db8113c4\x017')}` } })
    expect(sentences(raw)).toEqual(['svmap notes that it scans [2001:db8::1]:5060'])
  })

  it('two guesses in one message', () => {
    const digest = (response: string): string =>
      `Digest username="10",realm="r",nonce="n",uri="u",response="${response}"`
    const raw = request({ headers: { Authorization: `${digest('a')}\r\nAuthorization: ${digest('b')}` } })
    const [several] = decoded(raw)
    expect(several).toMatchObject({ kind: 'several-guesses', guesses: [{ user: '10' }, { user: '10' }] })
    expect(several && says(several)).toBe('2 passwords tried in one message under one nonce')
  })

  it("sipcli's LAN address, the connection's own address left out", () => {
    const session = 'v=0\r\no=sipcli-Session 1 2 IN IP4 192.168.1.102\r\ns=sipcli\r\nc=IN IP4 198.51.100.7\r\n'
    const raw = request({ body: session })
    const found = decoded(raw, '198.51.100.7')
    expect(found.map(says)).toEqual([
      'The sender gives away an address of its own network, 192.168.1.102',
      'sipcli names itself in its session',
    ])
    expect(found.map((one) => [one.where, pointed(raw, one)])).toEqual([
      ['SDP o=', '192.168.1.102'],
      ['SDP o=', 'o=sipcli-Session'],
    ])
    expect(sentences(raw, '203.0.113.9')).toContain('The sender gives away another address, 198.51.100.7')
  })

  it('private addresses in Via and Contact, but none that names nobody', () => {
    const headers = { Via: 'SIP/2.0/UDP 10.0.0.5:5060;branch=x', Contact: '<sip:a@[fd00::1]:5060>' }
    expect(decoded(request({ headers }), '198.51.100.7')).toMatchObject([
      { address: '10.0.0.5', where: 'Via', private: true },
      { address: 'fd00:0:0:0:0:0:0:1', where: 'Contact', private: true },
    ])
    const nobody = { Via: 'SIP/2.0/UDP 127.0.0.1;branch=x', Contact: '<sip:123@1.1.1.1>' }
    const body = 'o=- 0 0 IN IP4 0.0.0.0\r\nc=IN IP6 ::1\r\nc=IN IP4 my.host\r\nc=IN IP4 999.1.1.1\r\n'
    expect(decoded(request({ headers: nobody, body }), '198.51.100.7')).toEqual([])
  })

  it.each([
    ['pjsip', { Via: 'SIP/2.0/UDP h;branch=z9hG4bKPjd7a5c939-af5d-4b09-97c8-60a88c7104a3' }],
    ['pjsip', { Contact: '<sip:101@192.0.2.7:40611;ob>' }],
    ['sipcli', { Via: `SIP/2.0/UDP h;branch=z9hG4bK-${'ab'.repeat(16)}`, 'Call-ID': 'ab'.repeat(16) }],
    [
      'mr-sip',
      {
        Via: 'SIP/2.0/UDP h;branch=z9hG4bK-9876543210',
        From: '<sip:a@b>;tag=123456',
        'Call-ID': 'abcdefghijklmnopqrstuvwxyz012345@192.0.2.7',
      },
    ],
    ['nmap', { Via: 'SIP/2.0/TCP nm;branch=foo', From: '<sip:nm@nm>;tag=root' }],
    ['nmap', { From: '"Nmap NSE" <sip:x@h>;tag=1' }],
  ])('%s by %j', (tool, headers) => {
    expect(decoded(request({ headers }))).toMatchObject([{ kind: 'tool-mark', tool }])
  })
})

describe('what gives nothing away', () => {
  it('a plain request, an answer, and bytes that are no SIP', () => {
    expect(decoded(request())).toEqual([])
    expect(decoded(request({ start: 'SIP/2.0 200 OK' }))).toEqual([])
    expect(decoded(new Uint8Array([0, 1, 2, 255]))).toEqual([])
  })

  it('never throws, and points inside the message', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 })
    const body = fc.string({ unit: 'binary', maxLength: 60 }).map((end) => `o=- 1 1 IN IP4 ${end}\r\nc=IN IP6 ${end}`)
    fc.assert(
      fc.property(fc.record({ From: text, Via: text, Contact: text, Authorization: text }), body, (headers, sdp) => {
        const raw = request({ headers, body: sdp })
        for (const { at } of decoded(raw, sdp)) {
          expect(at.start).toBeLessThanOrEqual(at.end)
          expect(at.end).toBeLessThanOrEqual(raw.length)
        }
      }),
    )
  })

  it('stays quick on hostile texts', () => {
    const body = 'o=x IN IP4 '.repeat(6000)
    const raw = request({ headers: { From: `<sip:a@b>;tag=${'61'.repeat(20_000)}` }, body })
    const begun = spent()
    expect(decoded(raw)).toEqual([])
    expect(spent() - begun).toBeLessThan(100)
  })
})
