import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { SignedIntent } from '../../contract/ledger/intent.ts'
import type { Clock } from '../time/clock.ts'
import { createVoice } from '../policy/voice.ts'
import { takeKey } from './backup.ts'
import { openDatabase, restoredFolder } from './database.ts'
import { openLedger, type Ledger } from './ledger.ts'
import { lockDirectory } from './lock.ts'
import { salvage, type Salvage } from './salvage.ts'
import { syncFile } from './sync.ts'

export interface Restored {
  /** In the ledger as it is now. */
  readonly records: number
  /** Of them newer than the backup, taken over from the ledger that was in its place or from a console's copy. */
  readonly saved: number
  /** Records that were there and could not be taken over; where they are of a branch given up, somebody acted on them. */
  readonly leftOut: number
  /** Whether nothing can be missing: what was recorded after the backup was read to its end. */
  readonly complete: boolean
  /** Bans in their hold that were stopped, because nobody can tell whether they had been undone. */
  readonly stopped: number
  readonly listIdsAbove: number
  /** Folder with what was there before; `undefined` when there was nothing. */
  readonly before?: string
}

export interface RestoreOptions {
  readonly clock: Clock
  readonly log: Logger
  /** A console's `console.db`, whose copy of the ledger may be newer than all else that is left. */
  readonly consoleFile?: string | undefined
}

/** A backup that is being prepared; worth nothing yet. */
const preparing = 'restoring'
const names = ['feed.key', 'ledger.db'] as const

/**
 * How far above the last known list ID the feed goes on when nobody can tell what was given after the backup: IDs follow
 * the Unix time but run ahead of it when thousands are banned at once.
 */
const spareIds = 100_000

/**
 * Puts a backup into the feed's directory. What is there is not lost: records that prove to follow on the backup are taken
 * over, and the files are moved into a folder beside. May be called again when it was interrupted at any point.
 * @throws when a feed works there, when the file is no sound backup, or when it is of another feed.
 */
export function restoreBackup(file: string, directory: string, options: RestoreOptions): Restored {
  if (!existsSync(file)) throw new Error(`there is no file ${file}`)
  const unlock = lockDirectory(directory)
  try {
    finishRestore(directory, options.clock.now())
    const stage = join(directory, preparing)
    const prepared = prepare(file, stage, directory, options)
    // From here on the restore only goes forward, whatever interrupts it.
    renameSync(stage, join(directory, restoredFolder))
    syncFile(directory)
    const before = finishRestore(directory, options.clock.now())
    return { ...prepared, ...(before === undefined ? {} : { before }) }
  } finally {
    unlock()
  }
}

function prepare(
  file: string,
  stage: string,
  directory: string,
  { clock, log, consoleFile }: RestoreOptions,
): Omit<Restored, 'before'> {
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(stage, { mode: 0o700 })
  try {
    const path = join(stage, 'ledger.db')
    copyFileSync(file, path)
    writeFileSync(join(stage, 'feed.key'), keyIn(path, file), { mode: 0o600 })
    using cleanUp = new DisposableStack()
    const database = cleanUp.adopt(openDatabase(stage), (open) => open.close())
    const saved = salvage(database, directory, consoleFile)
    const ledger = openLedger(database, { directory: stage, log })
    ledger.requireSound()
    const listIdsAbove = highestGiven(saved, clock.now())
    const first = goOn(ledger, listIdsAbove, clock)
    const stops = saved.complete ? [] : stopHeld(ledger, clock)
    ledger.append([first, ...stops], clock.now())
    cleanUp.dispose()
    for (const each of [...names.map((name) => join(stage, name)), stage]) syncFile(each)
    const { saved: taken, leftOut, complete } = saved
    return { records: ledger.state.end.seq, saved: taken, leftOut, complete, stopped: stops.length, listIdsAbove }
  } catch (error) {
    rmSync(stage, { recursive: true, force: true })
    throw error
  }
}

/** The record that says so to everybody who follows the ledger. */
function goOn({ state, signer }: Ledger, listIdsAbove: number, clock: Clock): SignedIntent {
  const { solo = false, holdSeconds = 60, ...policy } = state.policy ?? {}
  return createVoice(signer, clock).say('policy.changed', 'policy', {
    ...{ ...policy, solo, holdSeconds },
    restored: { listIdsAbove },
  })
}

const heldReason =
  'The feed went on from a backup, and records behind it are lost: nobody can tell whether this ban had been undone. ' +
  'Propose it again.'

/** A hold is the only undo there is: what may have been undone in one must not be published by the end of it. */
function stopHeld({ state, signer }: Ledger, clock: Clock): readonly SignedIntent[] {
  const voice = createVoice(signer, clock)
  const held = [...state.live.values()].filter(({ ban }) => ban.state === 'held')
  return held.map(({ ban }) => voice.say('ban.blocked', ban.id, { reason: heldReason }))
}

function keyIn(path: string, file: string): string {
  try {
    return takeKey(path)
  } catch (error) {
    throw new Error(`${file} is no backup of a feed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

const highestGiven = ({ lastListId, complete }: Salvage, now: number): number =>
  Math.max(lastListId, Math.floor(now / 1000)) + (complete ? 0 : spareIds)

/**
 * Brings a restore to its end that is past preparing: to be called whenever the directory is locked, before its ledger is
 * opened. @returns the folder with what was there before, if anything was.
 */
export function finishRestore(directory: string, now: number): string | undefined {
  const from = join(directory, restoredFolder)
  if (!existsSync(from)) return undefined
  const aside = join(directory, `before-restore-${new Date(now).toISOString().replace(/[:.]/g, '-')}`)
  for (const name of names) {
    // Moved by an earlier attempt: what is in its place is the new one.
    if (!existsSync(join(from, name))) continue
    // The log first: it must never meet the new database.
    for (const each of [`${name}-wal`, `${name}-shm`, name]) moveAside(directory, aside, each)
    renameSync(join(from, name), join(directory, name))
    syncFile(directory)
  }
  rmSync(from, { recursive: true })
  syncFile(directory)
  return existsSync(aside) ? aside : undefined
}

function moveAside(directory: string, aside: string, name: string): void {
  if (!existsSync(join(directory, name))) return
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  renameSync(join(directory, name), join(aside, name))
}
