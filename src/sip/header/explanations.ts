import { parseSeconds } from './numbers.ts'
import { parseParams, type Params } from './params.ts'
import { splitOutside, unquote } from './quoting.ts'

/** What a server or a peer says about why: values that people read. */

/** RFC 3261 §20.43 */
export interface Warning {
  /** Three digits. */
  readonly code: number
  readonly agent: string
  readonly text: string
}

/** Warnings of one row; what is none is left out. */
export const parseWarnings = (value: string): readonly Warning[] =>
  splitOutside(value, ',').flatMap((element) => parseWarning(element) ?? [])

/** `undefined` unless it is three digits, an agent and a quoted text. */
export function parseWarning(value: string): Warning | undefined {
  const [, code, agent = '', text = ''] = /^(\d{3}) +([^\s"]+) +(".*")$/s.exec(value) ?? []
  return code === undefined ? undefined : { code: Number(code), agent, text: unquote(text) }
}

/** RFC 3326 §2: `Q.850;cause=16;text="Terminated"` */
export interface Reason {
  /** As written, e.g. `SIP`, `Q.850`. */
  readonly protocol: string
  readonly cause: number | undefined
  readonly text: string | undefined
}

export const parseReasons = (value: string): readonly Reason[] =>
  splitOutside(value, ',').flatMap((element) => (element === '' ? [] : [parseReason(element)]))

function parseReason(value: string): Reason {
  const semicolon = value.indexOf(';')
  const params = parseParams(semicolon === -1 ? '' : value.slice(semicolon))
  const cause = params.get('cause') ?? ''
  return {
    protocol: (semicolon === -1 ? value : value.slice(0, semicolon)).trim(),
    cause: /^\d{1,3}$/.test(cause) ? Number(cause) : undefined,
    text: params.get('text'),
  }
}

/** RFC 3261 §20.33: `18000 (in a meeting);duration=3600` */
export interface RetryAfter {
  readonly seconds: number
  readonly comment: string
  readonly params: Params
}

/** `undefined` when it does not begin with seconds below 2^32. */
export function parseRetryAfter(value: string): RetryAfter | undefined {
  const [, digits = '', comment = '', params = ''] = /^(\d+)[ \t]*(?:\((.*)\)[ \t]*)?(;.*)?$/s.exec(value) ?? []
  const seconds = parseSeconds(digits)
  return seconds === undefined ? undefined : { seconds, comment, params: parseParams(params) }
}
