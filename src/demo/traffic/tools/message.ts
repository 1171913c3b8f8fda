/** A message of these lines and this body, with CRLF as RFC 3261 §7 wants it. */
export const message = (lines: readonly string[], body = ''): Buffer =>
  Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'utf8')

/** SDP has a line end after its last line too. */
export const sdp = (lines: readonly string[]): string => lines.map((line) => `${line}\r\n`).join('')
