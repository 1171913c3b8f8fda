import { integrityFault } from '../store/integrity.ts'
import { verifyBlocks, type VerifiedBlocks } from '../store/raw/verify.ts'
import { openReadOnly } from '../store/read-only.ts'
import { storedEvents } from '../store/totals.ts'
import { verifyStore } from '../store/verify/verify.ts'
import type { TaskContext } from './context.ts'

export interface Checked {
  readonly ok: boolean
  /** One sentence. */
  readonly words: string
  /** The file itself is damaged: nothing more may be written to it. */
  readonly damage?: string
}

/** Progress is told in parts of a hundred: each part of the work has its share, about as long as it takes. */
const parts = { file: 30, blocks: 20, counts: 50 }

const damaged = (damage: string): Checked => ({ ok: false, words: `The database is damaged: ${damage}.`, damage })

/** The file page by page, and every index. */
export async function checkFile({ path }: { readonly path: string }, context: TaskContext): Promise<Checked> {
  const found = await integrityFault(path, {
    signal: context.signal,
    onProgress: (done, total) => context.report(Math.round((100 * done) / total), 100),
  })
  return found === undefined
    ? { ok: true, words: 'The whole database was read; nothing is wrong with it.' }
    : damaged(found)
}

/** The file, every block of raw bytes, and every count. */
export async function checkAll({ path }: { readonly path: string }, context: TaskContext): Promise<Checked> {
  const { signal } = context
  const within = (from: number, share: number) => (done: number, total: number) =>
    context.report(Math.min(99, Math.floor(from + (share * done) / Math.max(1, total))), 100)
  const found = await integrityFault(path, { signal, onProgress: within(0, parts.file) })
  if (found !== undefined) return damaged(found)
  const store = openReadOnly(path)
  const { reader } = store
  try {
    const toldOfBlocks = within(parts.file, parts.blocks)
    const blocks = await verifyBlocks(reader, { signal, onProgress: ({ done, total }) => toldOfBlocks(done, total) })
    signal.throwIfAborted()
    const differences = await verifyStore(reader, {
      signal,
      onProgress: within(parts.file + parts.blocks, parts.counts),
    })
    return outcome(storedEvents(reader), blocks, differences)
  } finally {
    store.close()
  }
}

function outcome(events: number, blocks: VerifiedBlocks, differences: readonly string[]): Checked {
  const [worst] = blocks.listed
  const [first] = differences
  const words = [
    ...(worst
      ? [
          `${blocks.damaged} of ${blocks.blocks} blocks of raw bytes are damaged; the first holds messages ${worst.first} to ${worst.last}: ${worst.words}.`,
        ]
      : []),
    ...(first === undefined
      ? []
      : [`${differences.length} counts are not what the messages say; the first is ${first}.`]),
  ]
  if (words.length > 0) return { ok: false, words: words.join(' ') }
  return { ok: true, words: `${events} messages, ${blocks.blocks} blocks of raw bytes and all counts are in order.` }
}
