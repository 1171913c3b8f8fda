import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const recordings = join(import.meta.dirname, '../../test/fixtures/sip-tools')

/** As many as fit a processor's cache together with what is made of them, as they do when they come off the network. */
const most = 2000

/**
 * What scanners send, as recorded, with other numbers each time: branches, tags, Call-IDs and dialled numbers never come
 * twice in the wild either. The same messages on every run.
 */
export function scannerMessages(): readonly Uint8Array[] {
  const recorded = readdirSync(recordings)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(recordings, name), 'utf8').trim().split('\n'))
    .map((line) => Buffer.from((JSON.parse(line) as { b64: string }).b64, 'base64').toString('latin1'))
  let state = 1
  const digit = (): string => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return String((state >> 16) % 10)
  }
  // As long as before, so that Content-Length stays true.
  const varied = (text: string): string => text.replace(/(?<!\d)\d{6,}/g, (digits) => digits.replace(/\d/g, digit))
  return Array.from(
    { length: most },
    (_, at) => new Uint8Array(Buffer.from(varied(recorded[at % recorded.length] ?? ''), 'latin1')),
  )
}
