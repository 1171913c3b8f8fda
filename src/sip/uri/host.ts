export interface HostPort {
  /** Lower-case; IPv6 without brackets. */
  readonly host: string
  readonly port?: number
}

/** Also takes IPv6 without brackets, which cannot have a port (RFC 5118 §4.2). */
export function splitHostPort(text: string): HostPort {
  const bracket = text.charCodeAt(0) === 91 ? text.indexOf(']') : -1
  if (bracket !== -1) return withPort(text.slice(1, bracket), text.slice(bracket + 1))
  const colon = text.indexOf(':')
  if (colon === -1 || text.indexOf(':', colon + 1) !== -1) return { host: text.toLowerCase() }
  return withPort(text.slice(0, colon).trim(), text.slice(colon))
}

/** The inverse: IPv6 gets its brackets when a port follows. */
export function joinHostPort(host: string, port: number | undefined): string {
  if (port === undefined) return host
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

function withPort(host: string, behind: string): HostPort {
  const port = portOf(behind)
  return port === undefined ? { host: host.toLowerCase() } : { host: host.toLowerCase(), port }
}

/** Of `:5060`; blanks around the colon are allowed in Via. */
function portOf(text: string): number | undefined {
  const digits = text.trim().slice(1).trim()
  const port = Number(digits)
  return /^\d{1,5}$/.test(digits) && port <= 65_535 ? port : undefined
}

const ipv4 = /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/
const group = /^[0-9a-f]{1,4}$/i

/**
 * An IPv6 address without brackets (RFC 4291 §2.2). Three colons before an IPv4 part are taken too: the grammar of
 * RFC 3261 asked for them by mistake, and RFC 5118 §4.10 wants both read.
 */
export function isIpv6(text: string): boolean {
  if (text.length > 45 || !text.includes(':')) return false
  const halves = text.replace(/:::(?=\d{1,3}\.)/, '::').split('::')
  if (halves.length > 2) return false
  const counts = halves.map((half, at) => groupsIn(half, at === halves.length - 1))
  const groups = counts.reduce((sum, count) => sum + count, 0)
  return halves.length === 2 ? groups < 8 : groups === 8
}

/** How many 16-bit groups; NaN when one of them is none. An IPv4 address at the very end counts as two. */
function groupsIn(half: string, last: boolean): number {
  if (half === '') return 0
  const parts = half.split(':')
  const end = parts.at(-1) ?? ''
  const mapped = last && ipv4.test(end)
  const plain = mapped ? parts.slice(0, -1) : parts
  return plain.every((part) => group.test(part)) ? plain.length + (mapped ? 2 : 0) : NaN
}
