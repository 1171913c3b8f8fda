import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { codeOf, faultReason, StoreError } from '../../store/error.ts'

/** Files that hold a key, mode 0600: each is whole or absent whenever the console is killed or the power is lost. */

/** Bytes; a key, sealed or not, is far smaller. */
const largest = 64 * 1024

/**
 * @returns `undefined` only where there is nothing by that name: a key that cannot be read is never taken for none.
 * @throws StoreError in words.
 */
export function readIfThere(file: string): string | undefined {
  const handle = opened(file)
  if (handle === undefined) return undefined
  try {
    const found = fstatSync(handle)
    if (!found.isFile()) throw unreadable(file, 'it is no file')
    if (found.size > largest) throw unreadable(file, 'it is far too large for a key')
    return readFileSync(handle, 'utf8')
  } catch (error) {
    throw error instanceof StoreError ? error : unreadable(file, codeOf(error), error)
  } finally {
    closeSync(handle)
  }
}

/** Where it is a pipe, nobody is waited for. */
function opened(file: string): number | undefined {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const code = codeOf(error)
    if (code !== 'ENOENT') throw unreadable(file, refusals[code] ?? code, error)
    if (!isLink(file)) return undefined
    throw unreadable(file, 'it is a link to what is not there now', error)
  }
}

const refusals: Readonly<Record<string, string>> = {
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ELOOP: 'it is a link to itself',
  EIO: 'the disk reports errors',
}

const unreadable = (file: string, why: string, cause?: unknown): StoreError =>
  new StoreError(
    `the analyst's key cannot be read from ${file}: ${why}; mend that, or move it away to get a new key`,
    cause,
    faultReason(cause) === 'other' ? 'key' : faultReason(cause),
  )

export function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

/** Written aside, synced, then linked into place. @returns what the file holds: the first of two consoles wins. */
export function createFile(file: string, text: string): string {
  const aside = `${file}.${process.pid}`
  writeSynced(aside, text)
  try {
    linkSync(aside, file)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return readFileSync(file, 'utf8')
    renameSync(aside, file) // a disk without hard links
  } finally {
    rmSync(aside, { force: true })
  }
  syncFolder(file)
  return text
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

/** Under the name, or where something has that already, under one with a number behind it. */
export function moveFile(from: string, to: string): void {
  let free = to
  for (let number = 2; existsSync(free); number += 1) free = `${to}-${number}`
  renameSync(from, free)
  syncFolder(free)
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
