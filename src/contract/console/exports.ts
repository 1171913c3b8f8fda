import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import { exploreTabs, query, sort } from './explore.ts'

/** `pcapng` holds the matching messages whatever the tab is, each as a UDP datagram between its own addresses. */
export const exportFormats = ['csv', 'jsonl', 'pcapng'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** A file of rows that is being written, or waits to be fetched. */
export interface ExportFile {
  readonly id: number
  /** Of the job that writes it: progress, and the way to cancel it. */
  readonly job: number
  readonly name: string
  readonly mime: string
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly rows: number
  readonly bytes: number
  /** One sentence: what it holds and what it had to leave out, or what went wrong. */
  readonly outcome?: string
}

/** Bytes that one call fetches at most. */
export const mostExportPiece = 1024 * 1024
const id = z.number().int()

/**
 * Rows are written to a file in the data folder by a job, and fetched in pieces once it is done: so the engine holds none
 * of it in memory, a page that is loaded again loses nothing, and it works over any port, in a browser and on the desktop.
 */
export const exportCalls = {
  /** Every row of the tab that matches, in this order. `bad-request` when the filter has an error. */
  'export.start': returns<{ readonly id: number; readonly job: number }>()(
    z.object({ query, tab: z.enum(exploreTabs), sort, format: z.enum(exportFormats) }),
  ),
  /** `not-found` when it was removed. Topic `jobs` says when to read it again. */
  'export.get': returns<ExportFile>()(z.object({ id })),
  /** The bytes from a place on; fewer than asked for at the end. */
  'export.piece': returns<Uint8Array>()(z.object({ id, offset: z.number().int().min(0) })),
  /** Cancels it, or removes its file. Files are removed when the workspace is opened again, too. */
  'export.remove': returns<void>()(z.object({ id })),
}
