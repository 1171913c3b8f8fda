import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertUnlocked } from './lock.ts'

/**
 * Copies the database of a folder that cannot be written to a private one: SQLite reads a write-ahead log, and a database
 * that was ever kept with one, only where it may create files beside it.
 * @returns the copy's path, and what removes it. @throws StoreError when another console uses the folder.
 */
export function copyAside(directory: string): [path: string, remove: () => void] {
  const { aside, files, remove } = makePlace(directory)
  try {
    for (const name of files) copyFileSync(join(directory, name), join(aside, name))
    return [join(aside, databaseName), remove]
  } catch (error) {
    remove()
    throw error
  }
}

/**
 * The same for a large one.
 * @param onCopied is told what part is copied, from 0 to 1. What it throws ends the work, and nothing is left of it.
 * @returns the copy's path: `removeAside` removes it.
 */
export async function copyAsideSlowly(directory: string, onCopied: (share: number) => void): Promise<string> {
  const { aside, files, remove } = makePlace(directory)
  const total = files.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0)
  let copied = 0
  try {
    for (const name of files)
      await copyFile(join(directory, name), join(aside, name), (bytes) => {
        copied += bytes
        onCopied(Math.min(1, copied / total))
      })
    return join(aside, databaseName)
  } catch (error) {
    remove()
    throw error
  }
}

export const removeAside = (path: string): void => rmSync(join(path, '..'), { recursive: true, force: true })

const databaseName = 'console.db'
/** Bytes at a time. */
const piece = 4 * 1024 * 1024

function makePlace(directory: string): { aside: string; files: readonly string[]; remove: () => void } {
  assertUnlocked(directory)
  const aside = mkdtempSync(join(tmpdir(), 'honeynet-console-'))
  const files = [databaseName, `${databaseName}-wal`].filter((name) => existsSync(join(directory, name)))
  return { aside, files, remove: () => removeAside(join(aside, databaseName)) }
}

async function copyFile(from: string, to: string, onBytes: (bytes: number) => void): Promise<void> {
  const source = await open(from)
  try {
    const target = await open(to, 'wx', 0o600)
    await pour(source, target, onBytes).finally(() => target.close())
  } finally {
    await source.close()
  }
}

async function pour(source: FileHandle, target: FileHandle, onBytes: (bytes: number) => void): Promise<void> {
  const buffer = Buffer.allocUnsafe(piece)
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, piece, null)
    if (bytesRead === 0) return
    await target.appendFile(buffer.subarray(0, bytesRead))
    onBytes(bytesRead)
  }
}
