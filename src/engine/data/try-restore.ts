import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { backupFault } from '../store/backup.ts'
import { StoreError, storageFault } from '../store/error.ts'
import { integrityFault } from '../store/integrity.ts'
import { asidePrefix } from './backup-files.ts'
import type { Checked } from './check.ts'
import { assertRoom } from './room.ts'
import type { TaskContext } from './context.ts'

export interface DrillParams {
  /** The backup folder, and the file's name in it. */
  readonly folder: string
  readonly file: string
  /** Bytes that stay free on the disk. */
  readonly reserve: number
}

/** Of a hundred. */
const copying = 40

/** Restores a backup into a folder of its own, reads all of it, compares it with what it should hold, and removes it. */
export async function tryRestore(
  { folder, file, reserve }: DrillParams,
  { signal, report }: TaskContext,
): Promise<Checked> {
  const source = join(folder, file)
  assertRoom(folder, statSync(source).size, reserve)
  const aside = mkdtempSync(join(folder, asidePrefix))
  try {
    const path = join(aside, 'console.db')
    await copyFile(source, path, signal, (done, total) => report(Math.floor((copying * done) / total), 100))
    const found = await integrityFault(path, {
      signal,
      onProgress: (done, total) => report(copying + Math.floor(((99 - copying) * done) / total), 100),
    })
    if (found !== undefined) return { ok: false, words: `It is damaged: ${found}.` }
    return sentence(await backupFault(path, signal))
  } catch (error) {
    if (error instanceof StoreError) return sentence(error.message)
    const fault = signal.aborted ? undefined : storageFault(error)
    if (fault === undefined || fault.includes('space')) throw error
    return sentence(fault)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

const sentence = (fault: string | undefined): Checked =>
  fault === undefined
    ? { ok: true, words: 'It was restored aside, read whole and compared: nothing is missing.' }
    : { ok: false, words: `It cannot be relied on: ${fault}.` }

async function copyFile(
  from: string,
  to: string,
  signal: AbortSignal,
  report: (done: number, total: number) => void,
): Promise<void> {
  const total = Math.max(1, statSync(from).size)
  let done = 0
  const counting = new Transform({
    transform: (chunk: Buffer, _encoding, next) => {
      done += chunk.length
      report(done, total)
      next(null, chunk)
    },
  })
  const chunks = { highWaterMark: 1024 * 1024 }
  await pipeline(createReadStream(from, chunks), counting, createWriteStream(to, { mode: 0o600 }), { signal })
}
