import type { WireEvent } from '../../src/contract/wire/frames.ts'
import { recording } from '../sip/fixtures.ts'

const isAnswer = (raw: Uint8Array): boolean => Buffer.from(raw.subarray(0, 7)).equals(Buffer.from('SIP/2.0'))

/** Messages from one source, a tenth of a second apart. @param start UTC microseconds. */
export const eventsFrom = (source: string, messages: readonly Uint8Array[], start: number): readonly WireEvent[] =>
  messages.map((raw, at) => {
    const direction = isAnswer(raw) ? 1 : 0
    return [start + at * 100_000, direction, source, 5060, '192.0.2.1', 5060, 0, 0, Buffer.from(raw)]
  })

/** What a real tool said, and what it was answered (test/fixtures/sip-tools). */
export const recordedTool = (name: string): readonly Uint8Array[] =>
  recording(`sip-tools/${name}.jsonl`).map(({ raw }) => raw)

/** What it said alone. */
export const sentByTool = (name: string): readonly Uint8Array[] => recordedTool(name).filter((raw) => !isAnswer(raw))

export const inOrder = (events: readonly WireEvent[]): readonly WireEvent[] => events.toSorted((a, b) => a[0] - b[0])
