import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Files that hold a key, mode 0600: each is whole or absent whenever the console is killed or the power is lost. */

export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Written aside, synced, then linked into place. @returns what the file holds: the first of two consoles wins. */
export function createFile(file: string, text: string): string {
  const aside = `${file}.${process.pid}`
  writeSynced(aside, text)
  try {
    linkSync(aside, file)
    syncFolder(file)
    return text
  } catch {
    return readFileSync(file, 'utf8')
  } finally {
    rmSync(aside, { force: true })
  }
}

/** The same over a file that is there. @param proven throws when what can be read back is not what was meant. */
export async function replaceFile(
  file: string,
  text: string,
  proven: (read: string) => Promise<unknown>,
): Promise<void> {
  const aside = `${file}.new`
  try {
    writeSynced(aside, text)
    await proven(readFileSync(aside, 'utf8'))
    renameSync(aside, file)
  } catch (error) {
    rmSync(aside, { force: true })
    throw error
  }
  syncFolder(file)
}

export function removeFile(file: string): void {
  rmSync(file, { force: true })
  syncFolder(file)
}

export function moveFile(from: string, to: string): void {
  renameSync(from, to)
  syncFolder(to)
}

function writeSynced(file: string, text: string): void {
  rmSync(file, { force: true })
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A name is on disk when its folder is. Windows opens no folder as a file, and keeps names in its own journal. */
function syncFolder(file: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(dirname(file), 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
