import { Outside } from '../header/quoting.ts'
import type { Findings } from './findings.ts'

const name = /^[\w\-.!%*+`'~]+$/
/** Token, host or quoted string (RFC 3261 §25.1 gen-value); real tags and branches hold more than tokens may. */
const value = /^(?:[^\s"<>]+|"(?:[^"\\]|\\.)*")$/s

/**
 * Parameters of a header: `;name=value` and again.
 *
 * @param text all that stands behind the value proper, so it should begin with `;` or be empty.
 * @param look is told of each parameter that is one, by its lower-case name.
 */
export function checkHeaderParams(
  text: string,
  at: number,
  findings: Findings,
  look?: (name: string, value: string, at: number) => void,
): void {
  const seen = new Set<string>()
  const outside = new Outside(text)
  let from = 0
  for (let first = true; from <= text.length; first = false) {
    const next = outside.next(';', from)
    const end = next === -1 ? text.length : next
    const part = text.slice(from, end).trim()
    if (first) {
      if (part !== '') findings.add('parameter', at)
    } else if (!isParam(part)) findings.add('parameter', at + from)
    else {
      const [known, text] = nameAndValue(part)
      if (seen.has(known)) findings.add('parameter-twice', at + from)
      seen.add(known)
      look?.(known, text, at + from)
    }
    from = end + 1
  }
}

function isParam(part: string): boolean {
  const equals = part.indexOf('=')
  if (equals === -1) return name.test(part)
  return name.test(part.slice(0, equals).trimEnd()) && value.test(part.slice(equals + 1).trimStart())
}

/** A parameter without a value has the value ''. */
function nameAndValue(part: string): readonly [name: string, value: string] {
  const equals = part.indexOf('=')
  if (equals === -1) return [part.toLowerCase(), '']
  return [part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim()]
}
