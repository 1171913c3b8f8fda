import { decode, says } from '../../../src/sip/decode/decode.ts'
import { compare } from '../../../src/sip/inspect/compare/compare.ts'
import { varyingFields } from '../../../src/sip/inspect/compare/vary.ts'
import { walk } from '../../../src/sip/inspect/field.ts'
import { inspect } from '../../../src/sip/inspect/tree.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { parseSdp } from '../../../src/sip/sdp/sdp.ts'

const source = '192.0.2.9'

/**
 * What the screens make of a message must come about, and point into its bytes.
 *
 * @throws Error that says what does not hold, or whatever else was thrown.
 */
export function checkScreens(raw: Uint8Array): void {
  const message = parseMessage(raw)
  const inside = (what: string, { start, end }: { start: number; end: number }): void => {
    if (!(start >= 0 && start <= end && end <= raw.length)) throw new Error(`${what} is from ${start} to ${end}`)
  }
  const paths = new Set<string>()
  for (const field of walk(inspect(message, { direction: 'in', source }))) {
    inside(field.path, field)
    if (paths.has(field.path)) throw new Error(`two fields have the path ${field.path}`)
    paths.add(field.path)
  }
  for (const decoded of decode(message, source)) {
    says(decoded)
    inside(decoded.kind, decoded.at)
  }
  for (const line of parseSdp(message.body).lines) inside('a line of SDP', line)
}

/** The same for two messages side by side. */
export function checkComparison(one: Uint8Array, other: Uint8Array): void {
  const messages = [one, other].map(parseMessage)
  compare(messages)
  varyingFields(messages)
}
