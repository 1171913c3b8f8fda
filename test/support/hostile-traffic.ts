import { createSocket } from 'node:dgram'
import { encodeProxyHeader } from '../../src/contract/wire/proxy-header.ts'
import type { HealthReport } from '../../src/sensor/health/report.ts'
import type { SensorProcess } from './sensor-process.ts'
import { until } from './until.ts'

/**
 * What attackers could write into any field to act where it is shown. Whatever runs sets `window.ran`; whatever loads
 * asks the discard port, where nobody answers. Bytes that are no UTF-8 stand as one character each.
 */
const utf8 = (text: string): string => Buffer.from(text).toString('latin1')
const markup = [
  '<script>window.ran=1</script>',
  `"><img src=http://127.0.0.1:9/x onerror=window.ran=1>`,
  `'></title></textarea></style></code></pre><svg onload=window.ran=1>`,
  '<iframe srcdoc="<script>parent.ran=1</script>"></iframe><object data=x><embed src=x><link rel=stylesheet href=x>',
]
const templates = [
  `{{constructor.constructor('window.ran=1')()}}`,
  '${window.ran=1}#{window.ran=1}<%=window.ran=1%>',
  '[x](javascript:window.ran=1) ![y](http://127.0.0.1:9/y) <b>*c*</b> `d` | e ~~f~~ # g',
  `'; DROP TABLE source;--' OR 1=1--`,
]
const unseen = [
  '\x1b[31mred\x1b]0;title\x07\x9b2J',
  'nul\0byte \x01\x08\x0b\x0c\x0e\x7f',
  utf8('\u202egnp.exe\u2066\u2067\u2069\u061c\u200f'),
  utf8('ze\u200bro\u200c\u200d\u2060\ufeff\u00ad\u180e\u{e0041}\u{e0042}'),
  utf8('a\u00a0\u2003\u3000\u2800\u3164\u2028\u2029b'),
]
const others = [
  'javascript:window.ran=1//',
  'data:text/html,<script>window.ran=1</script>',
  '\xff\xfe\xed\xa0\x80\xc0\xaf\xf5',
  utf8(`Z${'\u0334\u0321\u0489\u036f\u0301'.repeat(40)}lgo ${'\ufdfd'.repeat(20)}`),
  `=cmd|'/c calc'!A0`,
  '@SUM(1+1)',
  '\t=1+1',
  '__proto__',
  'constructor',
  'W'.repeat(3000),
]
/** One by one, for fields too short for the joined ones. */
export const pieces = [...markup, ...templates, ...unseen, ...others]
export const payloads = [markup.join(' '), templates.join(' '), unseen.join(' '), ...others]

/** A plain INVITE in parts: each test message has one part replaced. */
const plain = {
  method: 'INVITE',
  requestUser: '900946850780296',
  requestHost: '192.0.2.250',
  viaHost: '192.0.2.9',
  branch: 'z9hG4bK-1',
  fromDisplay: 'Alice',
  fromUser: '100',
  fromTag: 'f1',
  toDisplay: 'Bob',
  toUser: '900946850780296',
  toTag: '',
  callId: 'call',
  cseqMethod: 'INVITE',
  contact: 'sip:100@192.0.2.9',
  agent: 'sipcli/v1.8',
  username: '100',
  realm: 'asterisk',
  response: '6629fae49393a05397450978507c4ef1',
  digestUri: 'sip:192.0.2.250',
  subject: 'Test',
  header: 'X-Plain: plain',
  sdp: 'SDP',
}
export type Field = keyof typeof plain
export const fields = Object.keys(plain) as Field[]

export function request(of: Partial<Record<Field, string>>): string {
  const { method, cseqMethod, sdp, ...f } = { ...plain, ...of }
  const body = `v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=${sdp}\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\na=${sdp}:${sdp}\r\n`
  return [
    `${method} sip:${f.requestUser}@${f.requestHost} SIP/2.0`,
    `Via: SIP/2.0/UDP ${f.viaHost}:5060;branch=${f.branch}`,
    `From: "${f.fromDisplay}" <sip:${f.fromUser}@192.0.2.250>;tag=${f.fromTag}`,
    `To: "${f.toDisplay}" <sip:${f.toUser}@192.0.2.250>${f.toTag && `;tag=${f.toTag}`}`,
    `Call-ID: ${f.callId}`,
    `CSeq: 1 ${cseqMethod}`,
    `Contact: <${f.contact}>`,
    `User-Agent: ${f.agent}`,
    `Authorization: Digest username="${f.username}", realm="${f.realm}", nonce="n", uri="${f.digestUri}", response="${f.response}"`,
    `Subject: ${f.subject}`,
    f.header,
    'Content-Type: application/sdp',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
}

const response = (reason: string): string =>
  [
    `SIP/2.0 200 ${reason}`,
    'Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK-2',
    'From: <sip:100@192.0.2.250>;tag=f2',
    'To: <sip:200@192.0.2.250>;tag=t2',
    'Call-ID: reason',
    'CSeq: 1 INVITE',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')

/** Messages that are hostile by size. 65,000 bytes and the PROXY header still fit into one datagram. */
const oversized: readonly string[] = [
  request({ callId: 'one-long-header', header: `Subject: ${'W'.repeat(63_500)}` }),
  request({ callId: 'long-name', header: `${'X'.repeat(60_000)}: 1` }),
  request({ callId: 'many-headers', header: 'a:b\r\n'.repeat(10_000).trim() }),
  request({ callId: 'many-vias', header: 'Via: SIP/2.0/UDP h\r\n'.repeat(2000).trim() }),
]

export interface HostileSource {
  /** What of the message is hostile. */
  readonly what: string
  readonly address: string
  readonly messages: readonly string[]
}

/** One source for each field, with one message for each payload in it. The addresses are data only. */
export function hostileSources(): readonly HostileSource[] {
  const groups: readonly (readonly [string, readonly string[]])[] = [
    ...fields.map((field) => [field, payloads.map((text) => request({ callId: field, [field]: text }))] as const),
    ['header name', payloads.map((text) => request({ callId: 'name', header: `${text}: 1` }))],
    ['header value', payloads.map((text) => request({ callId: 'value', header: `X-Plain: ${text}` }))],
    ['reason phrase', payloads.map(response)],
    ['not SIP', payloads],
    ['size', oversized],
  ]
  return groups.map(([what, messages], at) => ({ what, address: `45.83.64.${at + 10}`, messages }))
}

/** Real datagrams to a sensor in demo mode, no more than it has taken of those before, so that no buffer overflows. */
export async function sendHostile(sources: readonly HostileSource[], sensor: SensorProcess): Promise<number> {
  const socket = createSocket('udp4')
  const port = sensor.port('udp')
  const before = await receivedBy(sensor)
  const taken = () => until('the sensor has taken it', async () => (await receivedBy(sensor)) - before >= sent)
  let sent = 0
  for (const { address, messages } of sources)
    for (const message of messages) {
      const header = encodeProxyHeader({
        ...{ source: address, sourcePort: 5060, transport: 'udp' as const },
        ...{ destination: '127.0.0.1', destinationPort: port },
      })
      socket.send(Buffer.concat([header, Buffer.from(message, 'latin1')]), port, '127.0.0.1')
      sent += 1
      if (sent % 20 === 0 || message.length > 10_000) await taken()
    }
  await taken()
  socket.close()
  return sent
}

async function receivedBy({ health }: SensorProcess): Promise<number> {
  const report = (await (await fetch(`${health}/healthz`)).json()) as HealthReport
  return report.counters.received
}
