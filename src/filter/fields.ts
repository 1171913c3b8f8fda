import type { FieldFacts, Home, TextForm, ValueType } from './field.ts'
import * as words from './words.ts'

/** Names of the fields of the filter language, in the order of the handbook (docs/filter-language.md). */
export const fieldNames = [
  ...['sensor', 'region', 'dst', 'method', 'code', 'transport', 'ua', 'tool', 'class', 'risk', 'rr', 'malformed'],
  ...['fingerprint', 'dir', 'src', 'asn', 'country', 'campaign', 'label', 'verdict', 'state', 'ban', 'expires', 'seen'],
  ...[
    'whitelisted',
    'num',
    'prefix',
    'user',
    'auth',
    'dialog',
    'callid',
    'from',
    'to',
    'size',
    'hunt',
    'at',
    'since',
    'until',
  ],
  ...['ruri', 'sdp'],
] as const
export type FieldName = (typeof fieldNames)[number]

export interface Field extends FieldFacts {
  readonly name: FieldName
}

type Extra = Partial<Pick<FieldFacts, 'many' | 'optional' | 'aliases'>>

const text = (form: TextForm = 'any'): ValueType => ({ kind: 'text', form })
const oneOf = (list: readonly words.Word[], ranked = false): ValueType => ({ kind: 'words', words: list, ranked })
const time = (side: 'from' | 'to' | 'stretch'): ValueType => ({ kind: 'time', side })

const field = (home: Home, type: ValueType, says: string, example: string, extra: Extra = {}): FieldFacts => ({
  ...{ home, type, says, example, many: false, optional: false, aliases: [] },
  ...extra,
})
const named = (...aliases: string[]): Extra => ({ aliases })
const maybe = (...aliases: string[]): Extra => ({ aliases, optional: true })
const several = (...aliases: string[]): Extra => ({ aliases, optional: true, many: true })

const facts: Readonly<Record<FieldName, FieldFacts>> = {
  sensor: field('kind', text(), 'Name of the sensor that saw it', 'sensor:fra-1'),
  region: field('kind', text(), 'Region of that sensor', 'region:eu-*'),
  dst: field(
    'kind',
    { kind: 'network' },
    "The sensor's own address it went to",
    'dst:192.0.2.0/24',
    named('dest', 'destination'),
  ),
  method: field('kind', text('method'), 'SIP method', 'method:INVITE,REGISTER', maybe()),
  code: field('kind', { kind: 'number' }, 'Status code of an answer', 'code:>=400', maybe('status')),
  transport: field('kind', oneOf(words.transportWords), 'How it came', 'transport:tcp,tls', named('proto', 'protocol')),
  ua: field('kind', text(), 'User-Agent header', 'ua:*scanner*', maybe('useragent', 'user-agent', 'agent')),
  tool: field('kind', oneOf(words.toolWords), 'Program that wrote it', 'tool:sipvicious', maybe()),
  class: field('kind', oneOf(words.classWords), 'What the message is for', 'class:toll-fraud'),
  risk: field('kind', oneOf(words.severityWords, true), 'Severity of the message', 'risk:>=high', named('severity')),
  rr: field('kind', oneOf(words.proofWords), 'Proof that the source is where it says', 'rr:*', maybe('proof')),
  malformed: field('kind', oneOf(words.yesNo), 'Breaks the rules of SIP', 'malformed:yes', named('fault')),
  fingerprint: field('kind', text(), 'How the message is built', 'fingerprint:*', maybe('fp')),
  dir: field('kind', oneOf(words.directionWords), 'Received or sent', 'dir:in', named('direction')),
  src: field(
    'source',
    { kind: 'network' },
    'Address or network it came from',
    'src:198.51.100.0/24',
    named('ip', 'source'),
  ),
  asn: field('source', { kind: 'number' }, 'Autonomous system of the source', 'asn:AS64500', maybe('as')),
  country: field('source', text('country'), 'Country of the source', 'country:DE,NL', maybe('cc')),
  campaign: field('source', text(), 'Campaign the source belongs to', 'campaign:"Night shift"', several()),
  label: field('source', text('label'), 'Word an analyst hung on the source', '-label:research', several('tag')),
  verdict: field(
    'source',
    oneOf(words.severityWords, true),
    'Severity of the verdict on the source',
    'verdict:critical',
  ),
  state: field('source', oneOf(words.banStateWords), "Where the source's ban stands", 'state:held', maybe()),
  ban: field(
    'source',
    oneOf(words.banWords),
    'Whether the source has a ban, or where it stands',
    'ban:no',
    named('banned'),
  ),
  expires: field('source', time('stretch'), "When the source's ban ends", 'expires:<now+2d', maybe()),
  seen: field('source', time('stretch'), 'When the source was first seen', 'seen:>now-7d', named('firstseen')),
  whitelisted: field(
    'source',
    oneOf(words.whitelistWords),
    'Whether a whitelist entry covers the source, or hides it',
    'whitelisted:no',
    named('wl'),
  ),
  num: field(
    'event',
    { kind: 'phone' },
    'Number dialled, behind any prefix',
    'num:46850780296',
    maybe('number', 'dialled'),
  ),
  prefix: field('event', text('dialled'), 'What was dialled in front of the number', 'prefix:900', maybe()),
  user: field('event', text(), 'User it names or logs in as', 'user:1001', several('username', 'extension')),
  auth: field('event', text(), 'Password it guessed', 'auth:1234', several('password')),
  dialog: field('event', { kind: 'number' }, 'Dialog it belongs to, by its number', 'dialog:4711'),
  callid: field('event', text(), 'Call-ID', 'callid:*@192.0.2.7', maybe('call-id')),
  from: field('event', text(), 'User in From', 'from:100', maybe('caller')),
  to: field('event', text(), 'User in To', 'to:admin', maybe('callee')),
  size: field('event', { kind: 'number' }, 'Bytes of the message', 'size:1300..65535', named('length')),
  hunt: field('event', { kind: 'number' }, 'Found by this hunt', 'hunt:12', maybe()),
  at: field('time', time('stretch'), 'When it was seen', 'at:2026-03-01', named('time', 'on')),
  since: field('time', time('from'), 'Seen then or later', 'since:now-1h', named('after')),
  until: field('time', time('to'), 'Seen before then', 'until:2026-03-01T10:00Z', named('before')),
  ruri: field('bytes', text(), 'Request-URI; searched as a hunt', 'ruri:sip:*@192.0.2.7', maybe('r-uri', 'uri')),
  sdp: field('bytes', text(), 'A line of the SDP; searched as a hunt', 'sdp:m=audio*', several()),
}

/** Every field, in the order of `fieldNames`. */
export const fields: readonly Field[] = fieldNames.map((name) => ({ name, ...facts[name] }))

export const fieldOf = (name: FieldName): Field => ({ name, ...facts[name] })

const byAnyName: ReadonlyMap<string, FieldName> = new Map(
  fields.flatMap(({ name, aliases }) => [name, ...aliases].map((each) => [each, name] as const)),
)

/** @param key as typed, by name or alias, in any case. */
export const fieldNamed = (key: string): FieldName | undefined => byAnyName.get(key.toLowerCase())

/** Every name `fieldNamed` knows. */
export const everyName: readonly string[] = [...byAnyName.keys()]
