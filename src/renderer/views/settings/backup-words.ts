import type { Backup, BackupSchedule } from '../../../contract/console/data.ts'
import { count, counted } from '../../text/format.ts'

export const everyNames: Readonly<Record<BackupSchedule['every'], string>> = {
  never: 'Never',
  day: 'Every day',
  week: 'Every week',
}

/** Newest first; of the same moment by name. */
export const newestFirst = (backups: readonly Backup[]): readonly Backup[] =>
  backups.toSorted((a, b) => b.madeAt - a.madeAt || b.file.localeCompare(a.file, 'en'))

const most = 100

/** How many are kept, or what is wrong with the text. */
export function keepIn(text: string): number | string {
  const value = /^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN
  return value >= 1 && value <= most ? value : `A number from 1 to ${most}`
}

export const sameSchedule = (one: BackupSchedule, other: BackupSchedule): boolean =>
  one.every === other.every && one.keep === other.keep

/** "every day, the newest 7 are kept". */
export function scheduleWords({ every, keep }: BackupSchedule): string {
  if (every === 'never') return 'only when asked for'
  const kept = keep === 1 ? 'the newest one is kept' : `the newest ${count(keep)} are kept`
  return `${everyNames[every].toLowerCase()}, ${kept}`
}

export function drillState({ drill }: Backup): 'untried' | 'good' | 'bad' {
  if (!drill) return 'untried'
  return drill.ok ? 'good' : 'bad'
}

/** What is left when one backup is removed: whether anything could still be restored. */
export function leftWords(backup: Backup, all: readonly Backup[]): string {
  const others = all.filter(({ file }) => file !== backup.file)
  if (others.length === 0) return 'It is the only backup: without it nothing can be restored.'
  const tried = others.filter(({ drill }) => drill?.ok).length
  const sound = tried === 0 ? 'none of them was restored on trial' : `${count(tried)} restored on trial`
  return `${counted(others.length, 'other backup')} ${others.length === 1 ? 'stays' : 'stay'}; ${sound}.`
}

/** One line for a terminal; paths are quoted, so that no part of them is taken for anything else. */
export const restoreCommand = (backupDirectory: string, file: string, directory: string): string =>
  `honeynet restore ${quoted(`${backupDirectory}${separatorOf(backupDirectory)}${file}`)} --data ${quoted(directory)}`

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
const separatorOf = (path: string): string => (path.includes('\\') && !path.includes('/') ? '\\' : '/')
