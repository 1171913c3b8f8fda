import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Backup } from '../../contract/console/data.ts'
import { readManifest } from '../store/backup.ts'

const suffix = '.db'
const partialEnd = '.partial'
const drillEnd = '.drill.json'
const scheduledBegin = 'scheduled-'

export const backupFolder = (directory: string): string => join(directory, 'backups')

/** `scheduled-2026-03-01T12-00-00-000Z.db`, or `manual-…`. @param now UTC milliseconds. */
export const backupName = (now: number, scheduled: boolean): string =>
  `${scheduled ? scheduledBegin : 'manual-'}${new Date(now).toISOString().replace(/[:.]/g, '-')}${suffix}`

/** What it is called until it is complete. */
export const partialName = (file: string): string => `${file}${partialEnd}`

/** Milliseconds: what was not written to for so long is not being written; the command line backs up beside a console. */
const givenUpAfter = 600_000

/** Made if need be; what was left half made by somebody who was killed goes. */
export function openFolder(directory: string): string {
  const folder = backupFolder(directory)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of namesIn(folder)) {
    const { mtimeMs } = statSync(join(folder, name), { throwIfNoEntry: false }) ?? { mtimeMs: Infinity }
    const isHalf = name.includes(`${suffix}${partialEnd}`) && Date.now() - mtimeMs >= givenUpAfter
    if (isHalf || name.startsWith(asidePrefix)) rmSync(join(folder, name), { recursive: true, force: true })
  }
  return folder
}

/** What a drill left that was ended before it could clean up. One runs at a time. */
export function clearDrills(folder: string): void {
  for (const name of namesIn(folder)) {
    if (name.startsWith(asidePrefix)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** Folders in which restoring is tried. */
export const asidePrefix = '.drill-'

const drill = z.object({ at: z.number(), ok: z.boolean(), words: z.string() })

/** Beside the backup, because the store may be the one that cannot be written. */
export const noteDrill = (folder: string, file: string, result: z.infer<typeof drill>): void =>
  writeFileSync(join(folder, `${file}${drillEnd}`), JSON.stringify(result), { mode: 0o600 })

interface Known {
  readonly stamp: string
  readonly made: ReturnType<typeof readManifest>
}
/** What files say of themselves does not change. */
const known = new Map<string, Known>()

/** Newest first; files that are no backups are left out. */
export function backupsIn(directory: string): readonly Backup[] {
  const folder = backupFolder(directory)
  return namesIn(folder)
    .filter((name) => name.endsWith(suffix))
    .flatMap((name) => backupOf(folder, name) ?? [])
    .sort((a, b) => b.madeAt - a.madeAt)
}

function backupOf(folder: string, name: string): Backup | undefined {
  const path = join(folder, name)
  const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 }
  const stamp = `${size} ${mtimeMs}`
  const before = known.get(path)
  const made = before?.stamp === stamp ? before.made : readManifest(path)
  known.set(path, { stamp, made })
  if (!made) return undefined
  const tried = drillOf(folder, name)
  return { file: name, bytes: size, ...made, ...(tried ? { drill: tried } : {}) }
}

function drillOf(folder: string, name: string): Backup['drill'] {
  try {
    return drill.parse(JSON.parse(readFileSync(join(folder, `${name}${drillEnd}`), 'utf8')))
  } catch {
    return undefined
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** @returns whether it was there. */
export function removeBackup(directory: string, file: string): boolean {
  if (!backupsIn(directory).some((backup) => backup.file === file)) return false
  const path = join(backupFolder(directory), file)
  rmSync(path)
  rmSync(`${path}${drillEnd}`, { force: true })
  known.delete(path)
  return true
}

/** Those made by schedule, newest first. */
export const scheduledIn = (directory: string): readonly Backup[] =>
  backupsIn(directory).filter(({ file }) => file.startsWith(scheduledBegin))
