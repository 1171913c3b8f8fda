import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { copyDatabase } from '../store/backup.ts'
import { syncFile } from '../store/restore.ts'
import { partialName } from './backup-files.ts'
import { assertRoom } from './room.ts'
import type { TaskContext } from './context.ts'

export interface BackupParams {
  /** A store's `readPath`. */
  readonly path: string
  /** The backup folder, which is there, and the file's name in it. */
  readonly folder: string
  readonly file: string
  /** UTC milliseconds. */
  readonly now: number
  /** Bytes that stay free on the disk. */
  readonly reserve: number
}

export interface MadeBackup {
  readonly bytes: number
  /** `undefined` when the database is damaged. */
  readonly events: number | undefined
}

/** Under its own name the file is complete and on the disk, or it is not there. */
export async function makeBackup(
  { path, folder, file, now, reserve }: BackupParams,
  { signal, report }: TaskContext,
): Promise<MadeBackup> {
  assertRoom(folder, sizeWithLog(path), reserve)
  const partial = join(folder, partialName(file))
  closeSync(openSync(partial, 'wx', 0o600))
  try {
    const { events } = await copyDatabase(path, partial, {
      ...{ now, signal },
      onProgress: report,
      assertRoom: () => assertRoom(folder, 0, reserve),
    })
    syncFile(partial)
    renameSync(partial, join(folder, file))
    syncFile(folder)
    return { bytes: statSync(join(folder, file)).size, events }
  } catch (error) {
    for (const rest of [partial, `${partial}-journal`, `${partial}-wal`, `${partial}-shm`])
      rmSync(rest, { force: true })
    throw error
  }
}

const sizeWithLog = (path: string): number =>
  [path, `${path}-wal`].reduce((sum, each) => sum + (statSync(each, { throwIfNoEntry: false })?.size ?? 0), 0)
