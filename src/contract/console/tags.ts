import { z } from 'zod'
import { returns } from '../rpc/table.ts'

/** A change of labels or campaigns that the feed refused when nobody waited to hear it. It was taken back. */
export interface RefusedTag {
  /** Of the label change or campaign in the ledger. */
  readonly subject: string
  /** What was asked, e.g. "label pbx on 203.0.113.7". */
  readonly words: string
  /** Why not, as the feed says. */
  readonly why: string
}

export const tagCalls = {
  /** In the order in which they were asked. */
  'tags.refused': returns<readonly RefusedTag[]>()(z.object({})),
  /** Somebody has read them. */
  'tags.forget': returns<void>()(z.object({ subjects: z.array(z.string().max(64)).min(1).max(10_000) })),
}
