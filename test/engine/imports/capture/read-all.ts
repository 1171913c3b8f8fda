import type { CapturedMessage, Read } from '../../../../src/engine/imports/capture/captured.ts'
import { isSkipped, type Skipped } from '../../../../src/engine/imports/capture/packet.ts'
import { readerFor } from '../../../../src/engine/imports/capture/reader.ts'

export interface Everything {
  readonly count: number
  readonly messages: readonly CapturedMessage[]
  readonly skipped: readonly Skipped[]
}

/** A whole capture, read in pieces of the sizes that `sizes` gives in turn. */
export function readAll(file: Uint8Array, sizes: readonly number[] = [7777]): Everything {
  const reader = readerFor(file, true)
  if (!reader) throw new Error('no reader')
  const reads: Read[] = []
  for (let at = 0, turn = 0; at < file.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    reads.push(...reader.push(file.slice(at, at + size)))
    at += size
  }
  reads.push(...reader.end())
  return {
    count: reader.count,
    messages: reads.filter((read): read is CapturedMessage => !isSkipped(read)),
    skipped: reads.filter(isSkipped),
  }
}

/** Packets that gave messages and packets that were skipped, each once, are all that were read. */
export const accountedFor = ({ messages, skipped }: Everything): number =>
  new Set(messages.map(({ number }) => number)).size + skipped.length

/** Messages in a form that is easy to compare and to read. */
export const facts = ({ messages }: Everything): readonly string[] =>
  messages.map(({ time, transport, direction, source, port, local, localPort, bytes }) =>
    [time, transport, direction, `${source} ${port}`, `${local} ${localPort}`, Buffer.from(bytes).toString('hex')].join(
      ' ',
    ),
  )

/** How often each reason stands for a packet. */
export function reasons({ skipped }: Everything): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { reason } of skipped) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}
