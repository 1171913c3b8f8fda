/** Accepts the call with a medium that nobody serves: port 9 is "discard" (RFC 863), and no packet ever leaves. */
export function silentSdp(address: string): Uint8Array {
  const family = address.includes(':') ? 'IP6' : 'IP4'
  const lines = [
    'v=0',
    `o=- 1 1 IN ${family} ${address}`,
    's=-',
    `c=IN ${family} ${address}`,
    't=0 0',
    'm=audio 9 RTP/AVP 0',
    'a=inactive',
  ]
  return new TextEncoder().encode(`${lines.join('\r\n')}\r\n`)
}
