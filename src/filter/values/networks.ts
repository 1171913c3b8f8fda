import { parseNetwork, type Network } from '../../contract/ledger/address.ts'
import { visible } from '../../sip/text/visible.ts'
import { textOf, type ReadValue } from './reader.ts'

/** Addresses, networks such as `198.51.100.0/24`, and `198.51.100.*` for the same. */
export const readNetwork: ReadValue = (raw, field, reader) => {
  const text = textOf(raw, reader)
  const network = networkOf(text)
  if (network) return [{ kind: 'network', network }]
  const around = networkAround(text)
  if (around) {
    const message = `${visible(text)} has bits set behind its width; the network around it is ${around.text}.`
    return reader.notes.error(raw.place, message, [around.text, text.slice(0, text.indexOf('/'))])
  }
  const message = `${visible(text)} is no address: ${field.name} takes addresses and networks, such as 198.51.100.0/24.`
  return reader.notes.error(raw.place, message)
}

/** Longer text is no address. */
const longest = 64

/** `undefined` when it is no address or network. */
export function networkOf(text: string): Network | undefined {
  if (text.length > longest) return undefined
  const [, digits] = /^((?:\d{1,3}\.){1,3})\*(?:\.\*)*$/.exec(text) ?? []
  if (digits === undefined) return parseNetwork(text)
  const known = digits.split('.').length - 1
  return parseNetwork(`${digits}${'0.'.repeat(3 - known)}0/${known * 8}`)
}

/** What an address with a width lies in: `10.1.2.3/8` in `10.0.0.0/8`. */
function networkAround(text: string): Network | undefined {
  const [host = '', width = ''] = text.length > longest ? [] : text.split('/')
  const inside = parseNetwork(host)
  const most = (inside?.bytes.length ?? 0) * 8
  if (!inside || !/^\d{1,3}$/.test(width) || Number(width) > most) return undefined
  const bits = Number(width)
  const bytes = inside.bytes.map((byte, at) => byte & (0xff00 >> Math.max(0, Math.min(8, bits - at * 8))) & 0xff)
  return parseNetwork(`${inside.family === 4 ? bytes.join('.') : groups(bytes)}/${bits}`)
}

const groups = (bytes: readonly number[]): string =>
  Array.from({ length: 8 }, (_, at) => (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16)).join(':')
