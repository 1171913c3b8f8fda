import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprintOf } from '../../../src/sip/fingerprint/fingerprint.ts'
import { similarity } from '../../../src/sip/fingerprint/similarity.ts'
import { fieldNames } from '../../../src/sip/fingerprint/write.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { sipviciousTag } from '../../../src/sip/decode/sipvicious.ts'
import { bytes, recording, request } from '../fixtures.ts'
import { examples } from '../tool/examples/examples.ts'

const of = (raw: Uint8Array): string => fingerprintOf(parseMessage(raw))
const ofRecording = (name: string): readonly string[] => [
  ...new Set(recording(`sip-tools/${name}.jsonl`).map(({ raw }) => of(raw))),
]
const field = (raw: Uint8Array, name: (typeof fieldNames)[number]): string =>
  of(raw).split('|')[fieldNames.indexOf(name)] ?? ''
const withHeader = (name: string, value: string): Uint8Array => request({ headers: { [name]: value } })

describe('a fingerprint', () => {
  it('is short text that says how a message is built', () => {
    expect(ofRecording('svmap')).toEqual([
      'f1:OPTIONS@|v mf t f ua i m cs ac l|br|q<|q<|a|z-d12|d40|vt|-|70|-|c52e0e|-|-|-|crlf',
    ])
    expect(ofRecording('sipp-uac-default')).toEqual([
      'f1:INVITE@|v f t i cs m mf s c l=5|b|w_<|w_<|a|z-d-d-d|d-16@|S|-|70|-|-|-|-|vosctm on12,12 743e73|crlf',
      'f1:ACK@|v f t i cs m mf s l|bc|w_<|w_<|<t|z-d-d-d|d-16@|S|-|70|-|-|-|-|-|crlf',
    ])
    expect(ofRecording('sipsak-options')).toEqual([
      'f1:OPTIONS@|v f t i cs m l mf ua ac|bra|a|a|a|z.h8|d12@|h8|tag=hex(call-id)|70|-|1b0eaa|-|-|-|crlf',
    ])
    expect(of(bytes('hello'))).toBe('')
  })

  /** How many a tool has for its task: two for svwar because its random branch once held each digit once. */
  it.each([
    ['svmap', 1],
    ['svmap-invite', 1],
    ['svwar-register', 2],
    ['svwar-options', 1],
    ['svcrack', 2],
    ['sipsak-options', 1],
    ['sipsak-register', 2],
    ['sipp-uac-default', 2],
    ['sipp-prefix-sweep', 2],
    ['sipp-register-digest', 2],
  ])('is nearly always the same for one task of one tool: %s has %i', (name, count) => {
    expect(ofRecording(name)).toHaveLength(count)
  })

  it('is explained in the documentation by one that is true', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/signatures.md'), 'utf8')
    const shown = [...page.matchAll(/^ +(f1:.*)$/gm)].map(([, text]) => text)
    expect(shown).toEqual([...ofRecording('svmap'), of(examples['zmap/sip_options template']?.[0]?.raw ?? bytes(''))])
  })

  it('differs between tools', () => {
    const seen = new Map<string, string>()
    for (const [name, messages] of Object.entries(examples)) {
      for (const { raw } of messages) {
        const text = of(raw)
        expect(seen.get(text) ?? name).toBe(name)
        seen.set(text, name)
      }
    }
  })

  it('is the same however often and in whatever order messages are read', () => {
    const all = Object.values(examples).flatMap((messages) => messages.map(({ raw }) => raw))
    const first = all.map(of)
    expect(all.toReversed().map(of).toReversed()).toEqual(first)
  })

  it('holds nothing that the sender chose', () => {
    const one = request({ headers: { From: '"<script>" <sip:evil@h>;tag=1;evil=2', 'X-Evil': 'x', Contact: '*' } })
    expect(of(one)).toBe('f1:OPTIONS@|v f t i cs ? m|br|q_<;x|<|a|zh4|h4@|d4|-|-|-|-|-|-|-|crlf')
    expect(of(request({ start: 'EVIL sip:evil SIP/2.0' }))).toMatch(/^f1:\?\|/)
  })

  it('is bounded, and made of few characters, whatever the bytes', () => {
    const headers = fc.array(
      fc.tuple(
        fc.constantFrom('Via', 'v', 'FROM', 'To', 'Contact', 'call-id', 'Authorization', 'Allow', 'CSeq', 'X', 'l'),
        fc.constantFrom(':', ': ', ' :', ':\t', ':  ', ':\r\n '),
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom('\r\n', '\n', '\r'),
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(headers, fc.string({ unit: 'binary' }), (lines, body) => {
        const head = lines.map((line) => line.join('')).join('')
        const text = of(bytes(`INVITE sip:a@b SIP/2.0\r\n${head}\r\nv=${body}`))
        expect(text.length).toBeLessThanOrEqual(500)
        expect(text).toMatch(/^(f1:[\w |*^~<>&=+;?!@,.'()-]*)?$/)
      }),
      { numRuns: 500 },
    )
  })

  it('takes any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (raw) => typeof of(raw) === 'string'))
  })
})

describe('the order of headers', () => {
  it.each([
    ['VIA', 'v^'],
    ['via', 'v_'],
    ['vIa', 'v~'],
    ['v', 'v*'],
    ['V', 'v*^'],
  ])('keeps how %s is written', (name, token) => {
    const raw = bytes(`OPTIONS sip:a SIP/2.0\r\n${name}: SIP/2.0/UDP h;branch=z9hG4bK1\r\n\r\n`)
    expect(field(raw, 'order')).toBe(token)
  })

  it.each([
    ['Call-Id: 1', 'i~'],
    ['User-agent: 1', 'ua~'],
    ['CSEQ: 1 OPTIONS', 'cs^'],
    ['Max-Forwards:1', 'mf0'],
    ['Max-Forwards:  1', 'mf2'],
    ['Max-Forwards:\t1', 'mf9'],
    ['Max-Forwards:\r\n 1', 'mf&'],
    ['Max-Forwards : 1', 'mf<'],
    ['Content-Length:   479', 'l=5'],
    ['Content-Length:     0', 'l=5'],
    ['CSeq: 1  ACK', 'cs_'],
    ['X-Other: 1', '?'],
    ['Subject:', 's'],
  ])('keeps how %j is spaced', (line, token) => {
    expect(field(bytes(`OPTIONS sip:a SIP/2.0\r\n${line}\r\n\r\n`), 'order')).toBe(token)
  })

  it('ends where real messages do', () => {
    const order = field(bytes(`OPTIONS sip:a SIP/2.0\r\n${'X-Y: 1\r\n'.repeat(100)}\r\n`), 'order')
    expect(order).toBe(`${'? '.repeat(32)}+`)
  })
})

describe('values', () => {
  it.each([
    ['<sip:a@h>;tag=1', '<'],
    ['"A"<sip:a@h>;tag=1', 'q<'],
    ['"A \\" <b>"  <sip:a@h>;tag=1', 'q__<'],
    ['A B <sip:a@h>;tag=1', 'w_<'],
    ['100<sip:100@h>; tag=1', 'w<_'],
    ['sip:a@h;tag=1', 'a'],
    ['<sip:a@h;tag=1', '<!'],
    ['<sip:a@h;transport=UDP>;tag=1', '<t'],
  ])('From %j is %s', (value, expected) => expect(field(withHeader('From', value), 'from')).toBe(expected))

  it.each([
    ['<sip:a@h:1;ob>', '<o'],
    ['<sip:a@h:1;rinstance=1;transport=tcp>', '<rt'],
    ['<sip:a@h>;expires=60;q=0.5;+sip.instance="x"', '<;eqi'],
    ['<sip:a@h;line=1;more=2>', '<lx'],
  ])('Contact %j is %s', (value, expected) => expect(field(withHeader('Contact', value), 'contact')).toBe(expected))

  it.each([
    ['z9hG4bKPj3f1f7a52-7e5d-4b1c-9d0e-1a2b3c4d5e6f', 'zPu36'],
    ['z9hG4bK-1234567', 'z-d12'],
    ['z9hG4bK-0123456789', 'z-p10'],
    ['z9hG4bK12345678', 'zh8'],
    ['z9hG4bK-10411-1-0', 'z-d-d-d'],
    ['z9hG4bK-39234-23523', 'z-d-16'],
    ['z9hG4bK.0a1b2c3d', 'z.h8'],
    ['z9hG4bK-524287-1---daa70e79328bdffc', 'zRh-24'],
    ['z9hG4bK-d8754z-be202a0a6ce3714f-1---d8754z-', 'zDn-35'],
    ['AbCdEf.0123456789', 'a.24'],
    ['x'.repeat(500), 'l+'],
  ])('branch %s is %s', (branch, expected) => {
    expect(field(withHeader('Via', `SIP/2.0/UDP h;branch=${branch};rport`), 'branch')).toBe(expected)
  })

  it.each([
    ['"A"<sip:a@h>;tag=1', 'target', '3766303030303031313363650133393536383137343338', 'vt'],
    ['svwar', 'extension', '31303001373635313639303836', 've'],
    ['svcrack', 'guess', '3130313a3a780132', 'vg'],
    ['svcrack', 'first-contact', '3206210844', 'vf'],
  ])('a tag of %s holds a %s as the decoder reads it', (_tool, kind, tag, expected) => {
    expect(sipviciousTag(tag)?.kind).toBe(kind)
    expect(field(withHeader('From', `<sip:a@h>;tag=${tag}`), 'tag')).toBe(expected)
  })

  it('takes twelve digits that are the user of From for an extension', () => {
    const twelve = '343731313132323233333334' + '0139'
    expect(field(withHeader('From', `"x"<sip:471112223334@h>;tag=${twelve}`), 'tag')).toBe('ve')
    expect(field(withHeader('From', `"x"<sip:100@h>;tag=${twelve}`), 'tag')).toBe('vt')
  })

  it.each([
    ['Digest username="1", realm="r", nonce="n"', 'u_r_n'],
    ['Digest username="1",realm="r",algorithm=MD5,qop=auth', "ura'q'"],
    ['Digest username="a,b",more=1', "ux'"],
  ])('%s is %s', (value, expected) => expect(field(withHeader('Authorization', value), 'digest')).toBe(expected))

  it('tells line ends apart', () => {
    const lines = 'OPTIONS sip:a SIP/2.0\nVia: x\nTo: y\n\n'
    expect(field(bytes(lines), 'lineEnds')).toBe('lf')
    expect(field(bytes(lines.replaceAll('\n', '\r\n')), 'lineEnds')).toBe('crlf')
    expect(field(bytes(lines.replace('y\n', 'y\r\n')), 'lineEnds')).toBe('mixed')
  })
})

describe('similarity', () => {
  const [svmap = ''] = ofRecording('svmap')
  const [svwar = ''] = ofRecording('svwar-options')
  const [crack = '', cracking = ''] = ofRecording('svcrack')
  const [sipsak = ''] = ofRecording('sipsak-options')

  it('is 1 for the same, the same both ways, and never beyond', () => {
    const all = Object.values(examples).flatMap((messages) => messages.slice(0, 2).map(({ raw }) => of(raw)))
    for (const one of all) {
      expect(similarity(one, one)).toBe(1)
      for (const other of all) {
        const both = similarity(one, other)
        expect(similarity(other, one)).toBeCloseTo(both, 10)
        expect(both).toBeGreaterThanOrEqual(0)
        expect(both).toBeLessThanOrEqual(1)
      }
    }
  })

  it('is high within a tool and low between tools', () => {
    expect(similarity(svmap, svwar)).toBeGreaterThan(0.85)
    expect(similarity(crack, cracking)).toBeGreaterThan(0.85)
    expect(similarity(svmap, sipsak)).toBeLessThan(0.4)
  })

  it('is 0 for what is no fingerprint', () => {
    for (const text of ['', 'f0:x', 'f1:a|b', `${svmap}|more`]) expect(similarity(text, svmap)).toBe(0)
  })
})
