import Database from 'better-sqlite3'
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between two looks: while there is more to write back, and while there is none. */
const pauses = { behind: 2, even: 40 }

interface Log {
  /** Pages in the log, and those of them that are in their place. */
  readonly log: number
  readonly checkpointed: number
}

export interface WriteBackOptions {
  readonly signal: AbortSignal
  /** After each look, the first one included. */
  readonly onLook: () => void
}

/**
 * Writes the log's pages to their place in the file until it is cancelled. SQLite does so by itself within the commit that
 * makes the log long enough: on the engine's thread, and ten times as long as any other commit.
 */
export async function writeBack(path: string, { signal, onLook }: WriteBackOptions): Promise<void> {
  const database = new Database(path, { fileMustExist: true })
  try {
    for (;;) {
      const [found] = database.pragma('wal_checkpoint(PASSIVE)') as readonly Log[]
      onLook()
      const isEven = found === undefined || found.log === found.checkpointed
      await sleep(isEven ? pauses.even : pauses.behind, undefined, { signal })
    }
  } finally {
    database.close()
  }
}
