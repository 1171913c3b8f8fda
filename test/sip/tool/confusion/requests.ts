import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseMessage } from '../../../../src/sip/message/parse.ts'
import { headerValue, type SipMessage } from '../../../../src/sip/message/message.ts'
import { toolOfUserAgent } from '../../../../src/sip/tool/claimed.ts'
import { udpPayloads } from '../../pcap.ts'
import type { Label } from './labels.ts'

export interface Labelled {
  readonly message: SipMessage
  /** Id of the program that wrote it, `unknown` where the table has none. */
  readonly writer: string
}

/** Requests of a recording with the program that wrote each. */
export function labelledRequests(folder: string, label: Label): readonly Labelled[] {
  const messages = readers[label.form](join(folder, label.path)).map(parseMessage)
  const requests = messages.filter(({ start }) => start?.kind === 'request')
  const writerOf = label.writer === 'by name' ? byName(requests) : (): string => label.writer
  return requests.map((message) => ({ message, writer: writerOf(message) }))
}

const binary = (path: string): Uint8Array => new Uint8Array(readFileSync(path))
const encode = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

const readers: Readonly<Record<Label['form'], (path: string) => readonly Uint8Array[]>> = {
  jsonl: (path) =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => new Uint8Array(Buffer.from((JSON.parse(line) as { b64: string }).b64, 'base64'))),
  pcap: udpPayloads,
  file: (path) => [binary(path)],
  folder: (path) =>
    readdirSync(path)
      .filter((name) => basename(name) !== 'README.md' && statSync(join(path, name)).isFile())
      .toSorted()
      .map((name) => binary(join(path, name))),
  log: (path) =>
    readFileSync(path, 'latin1')
      .split('Message:\n\n')
      .slice(1)
      .map((text) => encode(text.split('\n-------------------------')[0] ?? '')),
  dataset: (path) =>
    (JSON.parse(readFileSync(path, 'utf8')) as { dataset: readonly { readonly buffers: string }[] }).dataset.map(
      ({ buffers }) => new TextEncoder().encode(buffers),
    ),
}

/** Genuine programs say who they are; their ACKs often do not, but carry the From tag of the request before. */
function byName(requests: readonly SipMessage[]): (message: SipMessage) => string {
  const writers = new Map(requests.flatMap((message) => (named(message) ? [[tagOf(message), named(message)]] : [])))
  return (message) => toolOfUserAgent(named(message) ?? writers.get(tagOf(message)))
}

const named = (message: SipMessage): string | undefined => headerValue(message, 'user-agent')
const tagOf = (message: SipMessage): string => /;\s*tag=([^;>]*)/.exec(headerValue(message, 'from') ?? '')?.[1] ?? ''
