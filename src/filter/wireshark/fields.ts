import type { FieldName } from '../fields.ts'

/** How conditions on a field of Wireshark are said here. */
export type Counterpart =
  /** The same, under this name. */
  | { readonly kind: 'same'; readonly fields: readonly FieldName[] }
  /** The user within a URI. */
  | { readonly kind: 'uri-user' }
  /** `epoch`: seconds since 1970. */
  | { readonly kind: 'time'; readonly epoch: boolean }
  /** All bytes of the message. */
  | { readonly kind: 'bytes' }
  /** Named alone, this is what it says. */
  | { readonly kind: 'always'; readonly filter: string }

const same = (...fields: FieldName[]): Counterpart => ({ kind: 'same', fields })
const always = (filter: string): Counterpart => ({ kind: 'always', filter })
const bytes: Counterpart = { kind: 'bytes' }

/** By the name in small letters. */
export const counterparts: ReadonlyMap<string, Counterpart> = new Map<string, Counterpart>([
  ...['ip.src', 'ipv6.src', 'ip.src_host', 'ipv6.src_host'].map((name) => [name, same('src')] as const),
  ...['ip.dst', 'ipv6.dst', 'ip.dst_host', 'ipv6.dst_host'].map((name) => [name, same('dst')] as const),
  ...['ip.addr', 'ipv6.addr', 'ip.host', 'ipv6.host'].map((name) => [name, same('src', 'dst')] as const),
  ...['sip.method', 'sip.cseq.method'].map((name) => [name, same('method')] as const),
  ['sip.status-code', same('code')],
  ['sip.user-agent', same('ua')],
  ['sip.call-id', same('callid')],
  ['sip.from.user', same('from')],
  ['sip.to.user', same('to')],
  ['sip.auth.username', same('user')],
  ['sip.r-uri', same('ruri')],
  ['sip.r-uri.user', { kind: 'uri-user' }],
  ['ip.geoip.src_country_iso', same('country')],
  ['ip.geoip.src_asnum', same('asn')],
  ['frame.time', { kind: 'time', epoch: false }],
  ['frame.time_utc', { kind: 'time', epoch: false }],
  ['frame.time_epoch', { kind: 'time', epoch: true }],
  ...['frame', 'sip.msg_hdr', 'sip.msg_body', 'data', 'data.data', 'data.text'].map((name) => [name, bytes] as const),
  ['sip', bytes],
  ['udp', bytes],
  ['tcp', bytes],
  ['sdp', same('sdp')],
  ['sip.request', always('-code:*')],
  ['sip.response', always('code:*')],
])

/** Protocols, named alone. `*` is every message. */
export const protocols: ReadonlyMap<string, string> = new Map([
  ...['frame', 'ip', 'ipv6', 'eth'].map((name) => [name, '*'] as const),
  ['sip', '-class:non-sip,rtp-bleed'],
  ['udp', 'transport:udp'],
  ['tcp', 'transport:tcp,tls'],
  ['tls', 'transport:tls'],
  ['sdp', 'sdp:*'],
])
