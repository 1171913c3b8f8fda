import { z } from 'zod'
import { returns } from '../rpc/table.ts'

export const captureFormats = ['pcap', 'pcapng', 'jsonl'] as const
export type CaptureFormat = (typeof captureFormats)[number]

/** What became of every packet or line of an imported file. */
export interface ImportAccount {
  readonly name: string
  readonly format: CaptureFormat
  /** SHA-256 of the file, hexadecimal: the same file imported again adds nothing. */
  readonly hash: string
  /** Packets or lines read. */
  readonly read: number
  /** Messages stored by this import. */
  readonly stored: number
  /** Messages that were stored by an earlier import of the same file. */
  readonly known: number
  /** Every packet or line that gave no message, by reason; `first` is where the first of them stands, counted from 1. */
  readonly skipped: readonly { readonly reason: string; readonly count: number; readonly first: number }[]
}

export interface ImportRow {
  readonly id: number
  /** Of the job that reads it. */
  readonly job: number
  readonly account: ImportAccount
}

/** Bytes of one piece at most: pieces pass through the port one by one. */
export const mostPiece = 1024 * 1024
const id = z.number().int()

/**
 * A file dropped on the page comes in pieces: `import.begin`, then `import.piece` in order, then `import.end`. Messages
 * appear while it is read. Cancelled or broken off, what was stored stays; imported again it goes on from there.
 */
export const importCalls = {
  'import.begin': returns<{ readonly id: number; readonly job: number }>()(
    z.object({ name: z.string().min(1).max(300), size: z.number().int().min(0) }),
  ),
  /** Resolves when the piece was read: the sender's back-pressure. */
  'import.piece': returns<void>()(
    z.object({ id, bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= mostPiece, 'too large a piece') }),
  ),
  'import.end': returns<ImportAccount>()(z.object({ id })),
  'imports.list': returns<readonly ImportRow[]>()(z.object({})),
}
