import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import { address } from './vocabulary.ts'

/** Words that analysts hang on sources, e.g. `research`. Found by `label:` in filters. */
export const labelText = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u, 'one word of letters, digits, dots and dashes, at most 40')
const sources = z.array(address).min(1).max(10_000)

export const labelCalls = {
  'labels.list': returns<readonly { readonly label: string; readonly sources: number }[]>()(z.object({})),
  'labels.of': returns<readonly string[]>()(z.object({ address })),
  /** Returns how many sources got or lost a label by it; `queued`: the feed has yet to hear of it. */
  'labels.change': returns<{ readonly changed: number; readonly queued: boolean }>()(
    z.object({ sources, add: z.array(labelText).max(20).default([]), remove: z.array(labelText).max(20).default([]) }),
  ),
}
