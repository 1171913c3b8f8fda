import { z } from 'zod'
import { returns } from '../rpc/table.ts'

export const jobKinds = [
  'import',
  'export',
  'backup',
  'restore-drill',
  'verify',
  'retention',
  'packing',
  'self-check',
  'ledger-check',
  'decisions',
  'proposing',
] as const
export type JobKind = (typeof jobKinds)[number]

/** A long task of the engine; topic `jobs` says when to read it again. Ended ones are listed until the console closes. */
export interface Job {
  readonly id: number
  readonly kind: JobKind
  /** e.g. `Importing trace.pcap`; may hold an attacker's text, such as a file name. */
  readonly title: string
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  readonly done: number
  /** Absent while it is not known how much there is to do. */
  readonly total?: number
  /** What `done` counts: `bytes`, `messages`, `pages` … */
  readonly unit: string
  readonly startedAt: number
  readonly endedAt?: number
  /** One sentence: what came of it, or what went wrong. */
  readonly outcome?: string
}

export const jobCalls = {
  /** Newest first. */
  'jobs.list': returns<readonly Job[]>()(z.object({})),
  'job.cancel': returns<void>()(z.object({ id: z.number().int() })),
}
