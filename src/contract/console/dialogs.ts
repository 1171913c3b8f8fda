import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import { address, cursor, pageSize, type DialledNumber, type EventRow, type Page } from './vocabulary.ts'

/** All messages of one Call-ID between one source and one sensor; messages without Call-ID stand alone. */
export interface DialogRow {
  readonly id: number
  readonly source: string
  readonly sensor: number
  readonly callId: string
  readonly firstSeen: number
  readonly lastSeen: number
  readonly messages: number
  /** In order of first use, e.g. `["INVITE", "ACK"]`. */
  readonly methods: readonly string[]
  /** Last status we answered with. */
  readonly status?: number
  readonly from?: string
  readonly to?: string
  readonly number?: DialledNumber
  readonly userAgent?: string
}

export interface DialogMessage extends EventRow {
  /** The exact bytes on the wire; empty when they cannot be read. */
  readonly raw: Uint8Array
  /** Why the bytes cannot be read, in words. */
  readonly unread?: string
  readonly local: string
  readonly localPort: number
}

export interface DialogDetail {
  readonly dialog: DialogRow
  /** In order of time; at most 500, `more` says how many were left out. */
  readonly messages: readonly DialogMessage[]
  readonly more: number
}

/** Messages that can be compared at once: 8 side by side, all of these in the table of what varies. */
export const mostCompared = 100
const compared = z.array(z.number().int()).min(1).max(mostCompared)

export const dialogCalls = {
  'dialogs.page': returns<Page<DialogRow>>()(z.object({ source: address.optional(), cursor, limit: pageSize })),
  'dialog.get': returns<DialogDetail>()(z.object({ id: z.number().int() })),
  /** Single messages to be compared, by their event ids and in that order. `not-found` when one is not stored here. */
  'messages.get': returns<readonly DialogMessage[]>()(z.object({ ids: compared })),
  /**
   * The first message received in each of these dialogs, in their order. A dialog in which nothing was received, or that
   * is not stored here, is left out.
   */
  'messages.first': returns<readonly DialogMessage[]>()(z.object({ dialogs: compared })),
}
