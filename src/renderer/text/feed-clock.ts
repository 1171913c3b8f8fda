import type { FeedStatus } from '../../contract/console/bans.ts'
import { duration } from './format.ts'

/** What a feed says of the clock of its machine, in words: what is wrong, and what follows from it. */
export function feedClockWords({ ahead, believedIn }: NonNullable<FeedStatus['clock']>): {
  readonly text: string
  readonly detail: string
} {
  if (believedIn === undefined)
    return {
      text: `Feed’s clock ${duration(-ahead)} behind`,
      detail:
        'The clock of the feed’s machine is behind the last record of its ledger: it is wrong, or was when that was written',
    }
  return {
    text: `Feed’s clock ${duration(ahead)} ahead`,
    detail: `The clock of the feed’s machine jumped ahead. Nothing ends or is published because of it; if it stands, it is believed in ${duration(believedIn)}`,
  }
}
