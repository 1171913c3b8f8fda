import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import type { Range } from './vocabulary.ts'

export const captureFormats = ['pcap', 'pcapng', 'jsonl'] as const
export type CaptureFormat = (typeof captureFormats)[number]

/** What became of every packet or line of an imported file: `read` is `carrying` and all of `skipped` together. */
export interface ImportAccount {
  /** As the file was called; may hold an attacker's text. */
  readonly name: string
  readonly format: CaptureFormat
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string
  /** The sensor that its messages belong to; absent while it gave none. It bears the name of the first such file. */
  readonly sensor?: { readonly id: number; readonly name: string }
  /** From its first message to behind its last one; absent while it gave none. */
  readonly range?: Range
  /** Packets or lines read. */
  readonly read: number
  /** Packets or lines that gave messages; a TCP segment may give several. */
  readonly carrying: number
  /** Messages stored by this import. */
  readonly stored: number
  /** Messages that an earlier import had stored already. */
  readonly known: number
  /** Every packet or line that gave no message, by reason; `first` is where the first of them stands, counted from 1. */
  readonly skipped: readonly { readonly reason: string; readonly count: number; readonly first: number }[]
}

export interface ImportRow {
  /** Of the import and of the job that reads it. */
  readonly id: number
  readonly account: ImportAccount
}

/** Bytes of one piece at most: pieces pass through the port one by one. */
export const mostPiece = 1024 * 1024
/** Captures that are read at the same time. */
export const mostImports = 2
/** Bytes of one file: 1 TB. */
const mostBytes = 1e12
const id = z.number().int()

/**
 * A file dropped on the page comes in pieces: `import.begin`, then `import.piece` in order, then `import.end`. Messages
 * appear while it is read. Cancelled or broken off, what was stored stays; imported again it goes on from there. Who
 * sends nothing for a minute has gone away.
 */
export const importCalls = {
  /** `id` is also that of its job. @throws `refused` when two are under way. */
  'import.begin': returns<{ readonly id: number }>()(
    z.object({ name: z.string().min(1).max(1000), size: z.number().int().min(0).max(mostBytes) }),
  ),
  /** Resolves when the piece was read: the sender's back-pressure. @throws `bad-request` when this is no capture. */
  'import.piece': returns<void>()(
    z.object({ id, bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= mostPiece, 'too large a piece') }),
  ),
  'import.end': returns<ImportAccount>()(z.object({ id })),
  /** Newest first, those under way with what they come to so far; the last fifty since the console was opened. */
  'imports.list': returns<readonly ImportRow[]>()(z.object({})),
}
