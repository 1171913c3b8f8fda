import { z } from 'zod'
import type { ClockDoubt } from '../../contract/console/data.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { guardedWrite } from '../store/guarded.ts'
import type { Reader } from '../store/connection.ts'
import type { Store } from '../store/open.ts'
import { newestReceived } from '../store/retention/newest-received.ts'
import { readSetting, writeSetting } from '../store/settings.ts'

/**
 * A clock that was set years ahead would make everything old at once. So deletion believes it only as far as something
 * else agrees: what sensors saw last, by clocks of their own, and the last time at which all agreed.
 */
const hour = 3_600_000
/** Further ahead it is in doubt: messages come in more often, and a console looks at the time more often. */
const tolerance = 24 * hour
const key = 'sure-time'

/** Why the clock is not believed; `undefined` when it is, as it is where nothing else says any time. */
export function clockDoubt(reader: Reader, now: number): ClockDoubt | undefined {
  const known = [readSetting(reader, key, z.number()), newestReceived(reader, now + tolerance)]
  const last = Math.max(...known.map((time) => time ?? -Infinity))
  return last === -Infinity || now - last <= tolerance ? undefined : { now, known: last }
}

/** `YYYY-MM-DD` in UTC. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** @throws RpcError `refused` when the clock is in doubt. */
export function assertClock(reader: Reader, now: number): void {
  const doubt = clockDoubt(reader, now)
  if (doubt) throw new RpcError('refused', doubtWords(doubt))
}

const doubtWords = ({ now, known }: ClockDoubt): string =>
  `Nothing was deleted: the clock of this machine says ${dayOf(now)}, but the last sure time is ${dayOf(known)}. Deletion goes on when a sensor sends something of the new time, or when it is begun by hand and the date confirmed.`

/** Keeps the time that all agree on, for the next start; not more often than matters. */
export function noteTime(store: Store, now: number): void {
  const known = readSetting(store.reader, key, z.number()) ?? -Infinity
  if (now - known >= hour && !clockDoubt(store.reader, now)) put(store, now)
}

/**
 * Before deletion that was begun by hand.
 *
 * @param today as somebody typed it who looked at the date.
 * @throws RpcError `refused` when the clock is in doubt, and that is not what it says.
 */
export function confirmTime(store: Store, now: number, today: string | undefined): void {
  if (today !== dayOf(now)) return assertClock(store.reader, now)
  if (clockDoubt(store.reader, now)) put(store, now)
}

const put = (store: Store, now: number): void => guardedWrite(store, () => writeSetting(store.writer, key, now))
