import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const fixtures = join(import.meta.dirname, '../fixtures')

/** Exact bytes of one fixture file. */
export const fixture = (path: string): Uint8Array => new Uint8Array(readFileSync(join(fixtures, path)))

/** Names of the messages in a fixture folder. */
export const messagesIn = (folder: string): readonly string[] =>
  readdirSync(join(fixtures, folder)).filter((name) => !name.startsWith('.') && name !== 'README.md')

interface Recorded {
  readonly b64: string
  readonly label?: string
  readonly case?: string
}

/** Datagrams of a recording, one JSON line each. */
export function recording(path: string): readonly (Recorded & { readonly raw: Uint8Array })[] {
  const lines = readFileSync(join(fixtures, path), 'utf8').trim().split('\n')
  return lines.map((line) => {
    const recorded = JSON.parse(line) as Recorded
    return { ...recorded, raw: new Uint8Array(Buffer.from(recorded.b64, 'base64')) }
  })
}

/** Text as bytes; line ends as written. */
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A plain OPTIONS request; `headers` replace or add lines by name, an empty value takes one out. */
export function request(change: { start?: string; headers?: Record<string, string>; body?: string } = {}): Uint8Array {
  const headers: Record<string, string> = {
    Via: 'SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bKabc;rport',
    From: '"A" <sip:alice@example.com>;tag=88',
    To: '<sip:bob@example.com>',
    'Call-ID': 'c1@192.0.2.7',
    CSeq: `1 ${(change.start ?? 'OPTIONS').split(' ')[0] ?? ''}`,
    ...change.headers,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]))
  return bytes([change.start ?? 'OPTIONS sip:bob@example.com SIP/2.0', ...lines, '', change.body ?? ''].join('\r\n'))
}

/** Folder of real captures that may not be stored here, when this machine has it. */
export function corpus(): string | undefined {
  const folder = process.env['HONEYNET_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus')
  return existsSync(join(folder, 'fetched')) ? folder : undefined
}
