/** A request as a simple client writes it. */
export function request(method: string, user: string, more: Partial<Record<string, string>> = {}): string {
  const headers: Record<string, string | undefined> = {
    Via: 'SIP/2.0/UDP 127.0.0.1:5099;branch=z9hG4bK-test-1',
    'Max-Forwards': '70',
    From: `<sip:${user}@127.0.0.1>;tag=from1`,
    To: `<sip:${user}@127.0.0.1>`,
    'Call-ID': 'call-1',
    CSeq: `1 ${method}`,
    'User-Agent': 'a softphone with quite a long name, as they often are, version 1.2.3 build 4567',
    'Content-Length': '0',
    ...more,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]))
  return [`${method} sip:${user}@127.0.0.1 SIP/2.0`, ...lines, '', ''].join('\r\n')
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
export const text = (raw: Uint8Array): string => new TextDecoder().decode(raw)
