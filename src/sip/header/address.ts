import { parseUri, type Uri } from '../uri/uri.ts'
import { parseParams, type Params } from './params.ts'
import { endOfQuoted, splitOutside, unquote } from './quoting.ts'

/** Value of From, To, Contact and the like: `"Display" <uri>;params` or `uri;params`. */
export interface Address {
  readonly display?: string
  /** As written, brackets off; `*` for the Contact that takes every registration away (RFC 3261 §10.2.2). */
  readonly uriText: string
  readonly uri?: Uri
  /** Header parameters: without brackets every parameter is one of these (RFC 3261 §20). */
  readonly params: Params
}

/** Takes anything; what is missing stays away. */
export function parseAddress(value: string): Address {
  const open = openBracket(value)
  if (open === -1) return addrSpec(value)
  const close = value.indexOf('>', open)
  const uriText = value.slice(open + 1, close === -1 ? undefined : close).trim()
  const params = parseParams(close === -1 ? '' : value.slice(close + 1))
  const display = open === 0 ? '' : unquote(value.slice(0, open).trim())
  return display === '' ? withUri(uriText, params) : { display, ...withUri(uriText, params) }
}

/** Contact, Route, Record-Route and their like hold lists (RFC 3261 §7.3.1); empty places are left out. */
export const parseAddresses = (value: string): readonly Address[] =>
  splitOutside(value, ',').flatMap((element) => (element === '' ? [] : [parseAddress(element)]))

function addrSpec(value: string): Address {
  const semicolon = value.indexOf(';')
  if (semicolon === -1) return withUri(value.trim(), parseParams(''))
  return withUri(value.slice(0, semicolon).trim(), parseParams(value.slice(semicolon)))
}

function withUri(uriText: string, params: Params): Address {
  const uri = parseUri(uriText)
  return uri ? { uriText, uri, params } : { uriText, params }
}

/** Offset of the `<` before the URI, or -1; one inside a quoted display name is none. */
export function openBracket(value: string): number {
  const from = value.charCodeAt(0) === 34 ? endOfQuoted(value, 0) + 1 : 0
  return value.indexOf('<', from)
}
