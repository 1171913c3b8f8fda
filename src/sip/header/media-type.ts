import { parseParams, type Params } from './params.ts'

/** Value of Content-Type, or one of Accept (RFC 3261 §20.15). */
export interface MediaType {
  /** Lower-case, e.g. `application/sdp`. */
  readonly type: string
  readonly params: Params
}

const pattern = /^([\w\-.!%*+`'~]+)[ \t]*\/[ \t]*([\w\-.!%*+`'~]+)[ \t]*(?=;|$)/

/** `undefined` unless there are a type and a subtype. */
export function parseMediaType(value: string): MediaType | undefined {
  const [whole = '', type = '', subtype = ''] = pattern.exec(value) ?? []
  if (type === '') return undefined
  return { type: `${type}/${subtype}`.toLowerCase(), params: parseParams(value.slice(whole.length)) }
}
