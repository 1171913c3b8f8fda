import type { ReadCall } from '../read-handlers.ts'

/** These take seconds. At most one of them runs at a time, so that one thread is always left for what screens ask. */
export const longCalls: ReadonlySet<ReadCall> = new Set<ReadCall>([
  'report.preview',
  'report.build',
  'retention.preview',
  'explore.addresses',
])
