import { expect, it } from 'vitest'
import { parseFilter } from '../../src/filter/parse.ts'
import { fromWireshark, isWireshark } from '../../src/filter/wireshark/wireshark.ts'

const options = { now: Date.UTC(2026, 2, 1, 12), zone: 'UTC' }

it('says display filters in our language', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['ip.src==198.51.100.7', 'src:198.51.100.7'],
    ['ip.src == 198.51.100.0/24 && !(ip.dst == 192.0.2.1)', 'src:198.51.100.0/24 -dst:192.0.2.1'],
    ['ip.addr == 10.0.0.1', 'src:10.0.0.1 or dst:10.0.0.1'],
    ['ip.addr == 10.0.0.1 and sip', '(src:10.0.0.1 or dst:10.0.0.1) -class:non-sip,rtp-bleed'],
    ['ip.addr != 10.0.0.1', '-(src:10.0.0.1 or dst:10.0.0.1)'],
    ['ipv6.src eq 2001:db8::1', 'src:2001:db8::1'],
    ['sip.Method == "INVITE" || sip.Method == "REGISTER"', 'method:INVITE or method:REGISTER'],
    ['sip.Method in {"INVITE", "ACK"}', 'method:INVITE,ACK'],
    ['sip.CSeq.method == "invite"', 'method:"invite"'],
    ['sip.Status-Code >= 400 && sip.Status-Code lt 500', 'code:>=400 code:<500'],
    ['sip.Status-Code in {401 407}', 'code:401,407'],
    ['sip.User-Agent contains "friendly scanner"', 'ua:*"friendly scanner"*'],
    ['sip.User-Agent matches "^friendly.*scan\\\\.r$"', 'ua:friendly*scan.r'],
    ['sip.User-Agent != "x"', '-ua:x'],
    ['sip.User-Agent', 'ua:*'],
    ['sip.r-uri.user == "+46850780296"', 'num:+46850780296'],
    ['sip.r-uri.user == "100"', 'ruri:*:100@*'],
    ['sip.r-uri.user contains "9011"', 'ruri:*9011*@*'],
    ['sip.from.user == "100" and not sip.to.user == "101"', 'from:100 -to:101'],
    ['sip.Call-ID == "a b@c"', 'callid:"a b@c"'],
    ['frame.time >= "Mar  1, 2026 10:00:00.123456"', 'since:2026-03-01T10:00:00.123'],
    ['frame.time < "2026-03-01 11:00:00Z"', 'until:2026-03-01T11:00:00Z'],
    ['frame.time_epoch > 1772359200.5', 'since:2026-03-01T10:00:00.500Z'],
    ['sip.Response && !sip.Request', 'code:* code:*'],
    ['frame contains "a\\"b"', 'raw:"a\\"b"'],
    ['sip matches "9011\\\\d+"', '~"(?i)9011\\d+"'],
    ['not (udp or tcp)', '-(transport:udp or transport:tcp,tls)'],
  ]
  for (const [text, filter] of pairs) {
    expect(fromWireshark(text, options), text).toEqual({ filter, unsupported: [] })
    const problems = parseFilter(filter, options).problems.filter(({ weight }) => weight === 'error')
    expect(problems, filter).toEqual([])
  }
})

it('lists what has no counterpart, with its place', () => {
  const text = 'udp.srcport == 5060 && ip.src == 10.0.0.1 && (sip.Via contains "x" || sip.User-Agent matches "a[b]")'
  const { filter, unsupported } = fromWireshark(text, options)
  expect(filter).toBe('src:10.0.0.1')
  expect(unsupported.map(({ place }) => text.slice(place.from, place.to))).toEqual([
    'udp.srcport == 5060',
    'sip.Via contains "x"',
    'sip.User-Agent matches "a[b]"',
  ])
  expect(unsupported.map(({ reason }) => reason)).toEqual([
    'there is no field for udp.srcport',
    'there is no field for sip.Via',
    'it cannot be compared so here',
  ])
  expect(fromWireshark('ip.src == ', options).unsupported).toMatchObject([{ reason: 'nothing stands behind it' }])
  expect(fromWireshark('frame.time > "soon"', options).unsupported).toMatchObject([
    { reason: 'the time cannot be read' },
  ])
})

it('is recognised only where the text cannot be ours', () => {
  const theirs = [
    'ip.src==10.0.0.1',
    'sip.Method == "INVITE"',
    '!(sip.Method eq "BYE")',
    'sip && udp',
    'sip contains "x"',
  ]
  for (const text of theirs) expect(isWireshark(text), text).toBe(true)
  const ours = [
    '',
    'method:INVITE',
    '"ip.src==10.0.0.1"',
    'ip:10.0.0.1',
    'sip.Method',
    'sip and udp',
    'ua:"sip && udp"',
    'zip.src==1',
  ]
  for (const text of ours) expect(isWireshark(text), text).toBe(false)
})

it('pasted as a filter it is an error that one choice puts right', () => {
  const text = 'sip.Method == "INVITE" && tcp.port == 5060'
  expect(parseFilter(text, options)).toMatchObject({
    problems: [{ from: 0, to: text.length, weight: 'error', instead: ['method:INVITE'] }],
  })
  expect(parseFilter(text, options).problems[0]?.message).toContain('tcp.port == 5060')
})
