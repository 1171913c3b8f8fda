import { byteText } from '../../../sip/text/byte-text.ts'

/** What SIPp must choose itself, so that the copy is a call of its own. */
const chosenBySipp: readonly (readonly [header: RegExp, line: string])[] = [
  [/^(?:call-id|i)[ \t]*:/i, 'Call-ID: [call_id]'],
  [/^(?:content-length|l)[ \t]*:/i, 'Content-Length: [len]'],
]
const via = /^(?:via|v)[ \t]*:/i
const ownVia = 'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]'

/**
 * A SIPp scenario that sends a request again: the same bytes but for the topmost Via, Call-ID and Content-Length.
 * Nothing in the message is a keyword, markup or an escape to SIPp: such characters are written as `\xHH`.
 */
export function sippScenario(raw: Uint8Array): string {
  const wire = byteText(raw).split(/\r\n|\n|\r/)
  const bodyAt = wire.includes('') ? wire.indexOf('') : wire.length
  const topVia = wire.findIndex((line, at) => at < bodyAt && via.test(line))
  const head = wire.slice(0, bodyAt).map((line, at) => (at === topVia ? ownVia : headLine(line)))
  const body = wire.slice(bodyAt + 1).map(literal)
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>
<!DOCTYPE scenario SYSTEM "sipp.dtd">
<!-- sipp -sf THIS_FILE -m 1 HOST:PORT -->
<scenario name="One message of the honeynet">
  <send><![CDATA[
${[...head, '', ...body].join('\n')}
]]></send>
</scenario>
`
}

const headLine = (line: string): string => chosenBySipp.find(([header]) => header.test(line))?.[1] ?? literal(line)

/** SIPp drops blanks at the ends of a line, reads `[…]` as keywords, `\` as escapes, and ends at `]]>`. */
const literal = (line: string): string => line.replace(/^[ \t]+|[ \t]+$|[^\x20-\x7e]|[[\]\\]/g, asHex)

const asHex = (part: string): string =>
  Array.from(part, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')
