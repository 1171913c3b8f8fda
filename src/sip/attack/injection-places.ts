import type { SipMessage } from '../message/message.ts'
import { fieldKind } from './fields.ts'
import { injectionInText, mostText, type Injection } from './injection.ts'

/** Where in the bytes of a message something is injected. */
export interface PlacedInjection extends Injection {
  readonly start: number
  readonly end: number
}

/**
 * All injections in the Request-URI and the headers of a request, in order, for somebody who reads it: `injectionOf` stops at
 * the first. Of a message full of text only its beginning is looked at.
 */
export function injectionPlaces(message: SipMessage): readonly PlacedInjection[] {
  const { start, startAt, headers } = message
  if (start?.kind !== 'request') return []
  const found: PlacedInjection[] = []
  let left = mostText
  const look = (key: string, text: string, from: number, to: number): void => {
    if (left <= 0) return
    left -= to - from
    const injection = injectionInText(key, text)
    if (injection) found.push({ ...injection, start: from, end: to })
  }
  const uriAt = startAt + start.method.length + 1
  look('', start.uri, uriAt, uriAt + start.uri.length)
  for (const { key, value, start: from, end } of headers) if (fieldKind(key) !== 'none') look(key, value, from, end)
  return found
}
