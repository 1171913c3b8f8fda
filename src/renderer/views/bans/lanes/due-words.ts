import type { BanRow } from '../../../../contract/console/bans.ts'
import { duration } from '../../../text/format.ts'

const second = 1_000

/** What happens to a ban next and how soon, in whole seconds; nothing for one that waits for no clock. */
export function dueWords({ state, holdUntil, expiresAt }: BanRow, now: number): string | undefined {
  // The end of a hold and of a ban is the feed's to record: until it has, nothing is claimed.
  if (state === 'held') return inWords(holdUntil, now, 'published in', 'hold is over')
  if (state === 'published') return inWords(expiresAt, now, 'ends in', 'time is over')
  return undefined
}

function inWords(at: number | undefined, now: number, ahead: string, over: string): string | undefined {
  if (at === undefined) return undefined
  const left = Math.ceil((at - now) / second) * second
  return left > 0 ? `${ahead} ${duration(left)}` : over
}
