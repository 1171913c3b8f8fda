import { storageFault } from '../store/error.ts'
import { checkedBytes } from '../store/open-writer.ts'
import { scheduledIn } from './backup-files.ts'
import { deletesSomething, retentionIn, scheduleIn } from './settings.ts'
import { clockDoubt, noteTime } from './sure-time.ts'
import type { DataSurroundings } from './surroundings.ts'

/** Milliseconds; tests take shorter ones. */
export interface ClockOptions {
  readonly every?: number
  /** Bytes from which on a file is checked in the background; smaller ones are looked at when they are opened. */
  readonly checkedFrom?: number
}

interface Clock extends ClockOptions {
  readonly retention: () => void
  readonly backup: () => void
  readonly selfCheck: () => void
  /** UTC milliseconds. */
  readonly lastCheck: () => number | undefined
}

/** The first screens have the disk to themselves. */
const lookEvery = 30_000
const hour = 3_600_000
const day = 24 * hour
const between = { never: Infinity, day, week: 7 * day }
/** After a backup that failed, e.g. because the disk is full, it is tried again. */
const againAfter = hour

/** Whether so long went by. A time that is yet to come was noted before the clock was put back: it says nothing. */
const isDue = (now: number, last: number, span: number): boolean => last > now || now - last >= span

/** Begins what is due by itself. @returns its stop. */
export function startClock(around: DataSurroundings, clock: Clock): () => void {
  const { directory, store, log, now } = around
  let [deletedAt, backedUpAt, checkedAt] = [-Infinity, -Infinity, -Infinity]
  /** The clock is in doubt, and a job said so. */
  let paused = false
  const deleteOld = (): void => {
    if (!deletesSomething(retentionIn(store.reader))) return
    const isDoubted = clockDoubt(store.reader, now()) !== undefined
    if (isDoubted ? paused : !paused && !isDue(now(), deletedAt, hour)) return
    paused = isDoubted
    deletedAt = now()
    clock.retention()
  }
  const backUp = (): void => {
    const span = between[scheduleIn(store.reader).every]
    if (span === Infinity || !isDue(now(), backedUpAt, againAfter)) return
    const newest = scheduledIn(directory).find(({ madeAt }) => madeAt <= now())
    if (!isDue(now(), newest?.madeAt ?? -Infinity, span)) return
    backedUpAt = now()
    clock.backup()
  }
  const check = (): void => {
    const known = [checkedAt, clock.lastCheck() ?? -Infinity]
    if (!known.every((last) => isDue(now(), last, day)) || store.bytes() <= (clock.checkedFrom ?? checkedBytes)) return
    checkedAt = now()
    clock.selfCheck()
  }
  const look = (): void => {
    if (store.health.lasting !== undefined) return
    try {
      for (const begin of [deleteOld, backUp, check, () => noteTime(store, now())]) begin()
    } catch (error) {
      log.warn({ err: error, fault: storageFault(error) }, 'what is due by itself was not begun')
    }
  }
  const timer = setInterval(look, clock.every ?? lookEvery)
  timer.unref()
  return () => clearInterval(timer)
}
