import { headerValue, parseMessage } from '../../src/sip/message/parse.ts'
import { peer } from '../peers/install.ts'
import type { Contender } from './rounds.ts'

/** What an analyst sees of a message besides its first line. */
const shown = ['from', 'to', 'call-id', 'cseq', 'via', 'contact', 'user-agent'] as const

export const ours: Contender = (bytes) => {
  const message = parseMessage(bytes)
  const { start } = message
  let length = start?.kind === 'request' ? start.method.length + start.uri.length : 0
  for (const key of shown) length += headerValue(message, key)?.length ?? 0
  return length
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)

/**
 * The plain split: one character per byte, cut at line ends, each line up to the empty one cut at its colon into a
 * trimmed name and a trimmed value. It finds no header by its name and no fault, and knows no fold and no compact form.
 */
export function splitLines(bytes: Uint8Array): readonly { readonly name: string; readonly value: string }[] {
  const lines: { name: string; value: string }[] = []
  for (const line of asBuffer(bytes).toString('latin1').split('\r\n')) {
    if (line === '') break
    const colon = line.indexOf(':')
    lines.push({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() })
  }
  return lines
}

export const split: Contender = (bytes) => splitLines(bytes).length

interface Drachtio {
  readonly SipMessage: new (text: string) => { method: string; uri: string; get(name: string): string | undefined }
}

/** It reads headers when they are asked for, as we do. */
export function drachtio(): Contender {
  const { SipMessage } = peer('drachtio-sip') as Drachtio
  return (bytes) => {
    const message = new SipMessage(asBuffer(bytes).toString('utf8'))
    let length = message.method.length + message.uri.length
    for (const key of shown) length += message.get(key)?.length ?? 0
    return length
  }
}

interface Sip {
  readonly parse: (
    text: string,
  ) => { method: string; uri: string; headers: Readonly<Record<string, unknown>> } | undefined
}

/** It takes all headers apart at once: reading one costs nothing more. */
export function sip(): Contender {
  const { parse } = peer('sip') as Sip
  return (bytes) => {
    const message = parse(asBuffer(bytes).toString('latin1'))
    let found = message ? message.method.length + message.uri.length : 0
    for (const key of shown) if (message?.headers[key] !== undefined) found++
    return found
  }
}
