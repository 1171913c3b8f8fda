/** Ports on which anything that comes is meant for a SIP server, as a sensor keeps it too. */
const sipPorts = { from: 5060, to: 5080 }
export const isSipPort = (port: number): boolean => port >= sipPorts.from && port <= sipPorts.to

/** A first line longer than this is no request a SIP program writes. */
const longestLine = 4096
const firstLine = /^(?:SIP\/2\.0 \d{3}|[A-Za-z0-9\-.!%*_+`'~]{1,80} \S.*SIP\/2\.0)/i

/** Does it begin like a SIP message? RFC 3261 §7.1, §7.2; line ends in front of it are let pass (§7.5). */
export function looksLikeSip(bytes: Uint8Array): boolean {
  let from = 0
  while (from < 8 && (bytes[from] === 13 || bytes[from] === 10)) from += 1
  const end = bytes.indexOf(10, from)
  const line = bytes.subarray(from, Math.min(end < 0 ? bytes.length : end, from + longestLine))
  return firstLine.test(Buffer.from(line.buffer, line.byteOffset, line.length).toString('latin1'))
}

/** What telephones send to keep a path through a NAT open: line ends or zeros, or nothing (RFC 5626 §3.5.1). */
export const isKeepAlive = (bytes: Uint8Array): boolean =>
  bytes.length <= 8 && bytes.every((byte) => byte === 0 || byte === 13 || byte === 10 || byte === 32)

/** Is it an answer to somebody's request? */
export const isResponse = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 16)).toString('latin1').trimStart().slice(0, 8).toUpperCase() === 'SIP/2.0 '

/** Does it begin like a TLS record (RFC 8446 §5.1)? */
export const isTls = ([type = 0, major = 0, minor = 0]: Uint8Array): boolean =>
  type >= 20 && type <= 23 && major === 3 && minor <= 4
