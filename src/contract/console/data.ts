import { z } from 'zod'
import { returns } from '../rpc/table.ts'

/** For the days of each class. */
export const retentionDays = { least: 1, most: 3650 } as const
/** Bytes. */
export const leastBudget = 64 * 1024 * 1024

const days = z.number().int().min(retentionDays.least).max(retentionDays.most).nullable()

/** Days that each class of data is kept; `null`: for ever. Evidence of bans and the ledger are never deleted. */
export const retention = z.object({
  /** Raw bytes of messages. */
  raw: days,
  /** Messages and dialogs; at least as long as their raw bytes. */
  events: days,
  /** Counts by the minute and hour; counts by the day stay. */
  rollups: days,
  /** Sources not seen for so long, with all that was counted of them. */
  entities: days,
  /** Bytes on disk; when there are more, the oldest raw bytes go first, then the oldest messages. */
  budget: z.number().int().min(leastBudget).nullable(),
})
export type Retention = z.infer<typeof retention>

/** Is kept for longer, days or bytes; `null` is for ever. */
export const isLonger = (one: number | null, other: number | null): boolean =>
  other !== null && (one === null || one > other)

/** Nothing is kept longer than what it belongs to. @returns what is wrong, in words, by what it is wrong with. */
export const retentionProblems = ({
  raw,
  events,
  entities,
}: Retention): Partial<Readonly<Record<'raw' | 'entities', string>>> => ({
  ...(isLonger(raw, events) ? { raw: 'raw bytes cannot be kept longer than their messages' } : {}),
  ...(isLonger(events, entities) ? { entities: 'messages cannot be kept longer than the sources that sent them' } : {}),
})

/**
 * What a retention would delete now: rows are exact unless something is stored meanwhile, bytes are estimates, and so are
 * those of the file that hold something (`bytesNow`) and will.
 */
export interface RetentionPreview {
  readonly raw: Doomed
  readonly events: Doomed
  readonly rollups: Doomed
  readonly entities: Doomed
  /** Messages kept although they are old: evidence of bans. */
  readonly pinned: number
  readonly bytesNow: number
  readonly bytesAfter: number
}

export interface Doomed {
  readonly rows: number
  readonly bytes: number
  /** Everything of this class before it goes; absent when nothing does. */
  readonly before?: number
}

export interface Backup {
  /** Name of the file in the backup folder. */
  readonly file: string
  readonly bytes: number
  readonly madeAt: number
  readonly events: number
  /** When a restore of it was last tried, and how that went. */
  readonly drill?: { readonly at: number; readonly ok: boolean; readonly words: string }
}

export const backupSchedule = z.object({
  every: z.enum(['never', 'day', 'week']),
  /** Newest backups kept; older scheduled ones are removed. */
  keep: z.number().int().min(1).max(100),
})
export type BackupSchedule = z.infer<typeof backupSchedule>

/** UTC milliseconds: what the clock says, and the last time that is sure. */
export interface ClockDoubt {
  readonly now: number
  readonly known: number
}

export interface DataStatus {
  readonly directory: string
  readonly bytes: number
  /** Bytes of deleted rows that the file still holds. */
  readonly free: number
  readonly events: number
  /** Of them those whose raw bytes are kept, and what these take packed and unpacked. */
  readonly raw: { readonly messages: number; readonly packed: number; readonly unpacked: number }
  readonly oldest?: number
  readonly newest?: number
  /** Everything before was deleted by retention. */
  readonly eventsSince?: number
  readonly sources: number
  readonly numbers: number
  /** Why nothing can be written, when that is so. */
  readonly readOnly?: string
  /** The last check of the whole file. */
  readonly checked?: { readonly at: number; readonly ok: boolean; readonly words: string }
  /** Deletion by itself waits: the clock of this machine runs ahead of all that is known of the time. */
  readonly clock?: ClockDoubt
  readonly retention: Retention
  readonly schedule: BackupSchedule
  readonly backupDirectory: string
  readonly backups: readonly Backup[]
}

const file = z.string().regex(/^[A-Za-z0-9._-]{1,200}$/)

/** Long tasks answer with the id of their job. */
export interface Begun {
  readonly job: number
}

export const dataCalls = {
  'data.status': returns<DataStatus>()(z.object({})),
  'retention.preview': returns<RetentionPreview>()(z.object({ retention })),
  'retention.set': returns<void>()(z.object({ retention })),
  /**
   * Deletes now what the retention that is set deletes by itself every hour. `refused` where the clock is in doubt
   * (`DataStatus.clock`) and `today` is not its date, `YYYY-MM-DD` in UTC, typed by somebody who looked at it.
   */
  'retention.run': returns<Begun>()(z.object({ today: z.string().trim().max(20).optional() })),
  'backup.start': returns<Begun>()(z.object({})),
  'backup.schedule': returns<void>()(z.object({ schedule: backupSchedule })),
  /** Restores it into a folder aside, checks it whole, compares counts, and removes it again. */
  'backup.drill': returns<Begun>()(z.object({ file })),
  'backup.remove': returns<void>()(z.object({ file })),
  /** Checks the database, every block of raw bytes, and that aggregates equal a recount. */
  'data.verify': returns<Begun>()(z.object({})),
}
