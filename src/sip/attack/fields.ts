import { endOfQuoted, unquote } from '../header/quoting.ts'
import { decodePercent } from '../uri/uri.ts'

/**
 * `none`: lists and numbers whose text no application stores or shows; Privacy lists words such as `user;id` (RFC 3323,
 * RFC 3325). `parts`: quoted strings are values of their own and `;` parts parameters. `digest`: the same behind the
 * scheme. In `text`, any other, a quote is only a character.
 */
export type FieldKind = 'none' | 'parts' | 'digest' | 'text'

/** As a switch because it is asked for every header of every message, and takes half the time of a map. */
export function fieldKind(key: string): FieldKind {
  switch (key) {
    case 'via':
    case 'cseq':
    case 'max-forwards':
    case 'content-length':
    case 'expires':
    case 'date':
    case 'privacy':
    case 'allow':
    case 'supported':
    case 'require':
    case 'proxy-require':
    case 'accept':
      return 'none'
    case 'from':
    case 'to':
    case 'contact':
      return 'parts'
    case 'authorization':
    case 'proxy-authorization':
      return 'digest'
    default:
      return addresses.has(key) ? 'parts' : 'text'
  }
}

/** Further headers that hold addresses. */
const addresses: ReadonlySet<string> = new Set([
  'reply-to',
  'route',
  'record-route',
  'referred-by',
  'refer-to',
  'diversion',
  'p-asserted-identity',
  'p-preferred-identity',
  'remote-party-id',
])

/** Nobody needs more room for an injection, and more would cost us time. */
const longest = 4096

/**
 * The texts of a header value that may end in a database, a shell or a page, each as an application would hold it:
 * quoted strings without their quotes, the rest with `""` in their place, and %-escapes decoded once.
 */
export function fieldsOf(key: string, value: string): readonly string[] {
  const text = value.slice(0, longest)
  if (fieldKind(key) === 'text' || !text.includes('"')) return [decodePercent(text)]
  const fields: string[] = []
  let outside = ''
  let from = 0
  for (let open = text.indexOf('"'); open !== -1; open = text.indexOf('"', from)) {
    const close = endOfQuoted(text, open)
    if (close === open) break
    outside += `${text.slice(from, open)}""`
    fields.push(decodePercent(unquote(text.slice(open, close + 1))))
    from = close + 1
  }
  return [...fields, decodePercent(outside + text.slice(from))]
}

/** Names by which reasons call a header; others could hold the attacker's text. */
const names: ReadonlyMap<string, string> = new Map([
  ['from', 'From'],
  ['to', 'To'],
  ['contact', 'Contact'],
  ['user-agent', 'User-Agent'],
  ['call-id', 'Call-ID'],
  ['subject', 'Subject'],
  ['authorization', 'Authorization'],
  ['proxy-authorization', 'Proxy-Authorization'],
  ['server', 'Server'],
  ['organization', 'Organization'],
])

export const nameOfField = (key: string): string => names.get(key) ?? 'another header'
