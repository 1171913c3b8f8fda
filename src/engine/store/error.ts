import type { OpeningReason } from '../../contract/console/opening.ts'

/** The store cannot be opened; the message says in words why and what to do. */
export class StoreError extends Error {
  readonly reason: OpeningReason

  constructor(message: string, cause?: unknown, reason: OpeningReason = 'other') {
    super(message, { cause })
    this.name = 'StoreError'
    this.reason = reason
  }
}

const words: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'no space left on the disk',
  SQLITE_READONLY: 'the data folder is read-only',
  SQLITE_CANTOPEN: 'the database file cannot be opened',
  SQLITE_IOERR: 'the disk reports read or write errors',
  SQLITE_CORRUPT: 'the database file is damaged',
  SQLITE_NOTADB: 'the database file is damaged',
}

/**
 * Words for a failure of the disk under the database.
 * @returns `undefined` when `error` is something else: a bug, not a state of the machine.
 */
export function storageFault(error: unknown): string | undefined {
  const code = codeOf(error)
  // Extended codes carry a suffix, e.g. SQLITE_IOERR_WRITE: what a full tmpfs or a yanked disk reports.
  const primary = Object.keys(words).find((name) => code === name || code.startsWith(`${name}_`))
  return primary && words[primary]
}

/** What the disk holds is not what was written: to write on would make it worse. */
export const isDamage = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error))

export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

const fileWords: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'no space left on the disk',
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
  EROFS: 'no permission to write there',
  EIO: 'the disk reports read or write errors',
}

/** The same for a failure of the database or of a file beside it. */
export const diskFault = (error: unknown): string | undefined => storageFault(error) ?? fileWords[codeOf(error)]

/** The same as what an analyst can do about it. */
export function faultReason(error: unknown): OpeningReason {
  const code = codeOf(error)
  if (isDamage(error)) return 'damaged'
  if (/^SQLITE_FULL|^ENOSPC$|^EDQUOT$/.test(code)) return 'full'
  if (/^SQLITE_READONLY|^EACCES$|^EPERM$|^EROFS$/.test(code)) return 'no-permission'
  return /^SQLITE_IOERR|^SQLITE_CANTOPEN|^EIO$/.test(code) ? 'disk' : 'other'
}
