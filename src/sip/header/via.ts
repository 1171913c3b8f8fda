import { headerValue, type SipMessage } from '../message/message.ts'
import { splitHostPort } from '../uri/host.ts'
import { parseParams, type Params } from './params.ts'
import { firstOutside, splitOutside } from './quoting.ts'

export interface Via {
  /** Upper-case, e.g. `UDP`. */
  readonly transport: string
  /** Where the sender says it is. */
  readonly host: string
  readonly port?: number
  readonly branch?: string
  /** All parameters; `rport` without a value is ''. */
  readonly params: Params
}

/** RFC 3261 §20.42, blanks allowed around the slashes. */
const pattern = /^\s*SIP\s*\/\s*\d+\.\d+\s*\/\s*([^\s;]+)\s+([^;]*)(.*)$/is

/** One Via; for a row with several use `parseVias`. */
export function parseVia(value: string): Via | undefined {
  const [, transport, sentBy = '', rest = ''] = pattern.exec(value) ?? []
  if (transport === undefined) return undefined
  const params = parseParams(rest)
  const branch = params.get('branch')
  const via = { transport: transport.toUpperCase(), ...splitHostPort(sentBy.trim()), params }
  return branch === undefined ? via : { ...via, branch }
}

/** All Vias of one row, in order; what is none is left out. */
export const parseVias = (value: string): readonly Via[] =>
  splitOutside(value, ',').flatMap((element) => parseVia(element) ?? [])

/** The Via of whoever sent this message to us: the first element of the first Via header. */
export function topVia(message: SipMessage): Via | undefined {
  const value = headerValue(message, 'via')
  return value === undefined ? undefined : parseVia(value.slice(0, endOfFirstVia(value)))
}

/** Several Vias may share one header, parted by commas. */
export function endOfFirstVia(value: string): number {
  const comma = value.includes(',') ? firstOutside(value, ',') : -1
  return comma === -1 ? value.length : comma
}
