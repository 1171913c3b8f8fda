import { endOfQuoted, parseParams, unquote, type Params } from './params.ts'
import { parseUri, type Uri } from '../uri/uri.ts'

/** Value of From, To, Contact and the like: `"Display" <uri>;params` or `uri;params`. */
export interface Address {
  readonly display?: string
  /** As written, brackets off. */
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
  const display = unquote(value.slice(0, open).trim())
  return {
    ...(display !== '' && { display }),
    ...withUri(uriText),
    params: parseParams(close === -1 ? '' : value.slice(close + 1)),
  }
}

function addrSpec(value: string): Address {
  const semicolon = value.indexOf(';')
  if (semicolon === -1) return { ...withUri(value.trim()), params: parseParams('') }
  return { ...withUri(value.slice(0, semicolon).trim()), params: parseParams(value.slice(semicolon)) }
}

function withUri(uriText: string): { uriText: string; uri?: Uri } {
  const uri = parseUri(uriText)
  return uri ? { uriText, uri } : { uriText }
}

/** Offset of the `<` before the URI; one inside a quoted display name is none. */
export function openBracket(value: string): number {
  const from = value.startsWith('"') ? endOfQuoted(value, 0) + 1 : 0
  return value.indexOf('<', from)
}
