import type { Hunt } from '../../../contract/console/hunts.ts'
import { count, counted } from '../../text/format.ts'

/** How far it is, 0 to 1; `undefined` while nobody knows how much there is to search. */
export function shareOf({ searched, candidates, state }: Hunt): number | undefined {
  if (state === 'done') return 1
  return candidates > 0 ? Math.min(1, searched / candidates) : undefined
}

const percent = (share: number | undefined): string => (share === undefined ? '' : `${Math.floor(share * 100)} %`)

/** `running, 42 %`, `done`, `cancelled at 42 %`. */
export function stateText(hunt: Hunt): string {
  const share = percent(shareOf(hunt))
  switch (hunt.state) {
    case 'running':
      if (hunt.waiting) return 'waits its turn'
      return share === '' ? 'running' : `running, ${share}`
    case 'done':
      return 'done'
    case 'cancelled':
      return share === '' ? 'cancelled' : `cancelled at ${share}`
    case 'failed':
      return 'failed'
  }
}

/** `3 found in 1,204 of 2,000 messages, 12 of them unreadable`. */
export function accountText({ found, searched, candidates, unread, state }: Hunt): string {
  const whole = state === 'done' || searched >= candidates
  const looked = whole ? counted(candidates, 'message') : `${count(searched)} of ${counted(candidates, 'message')}`
  const away = unread > 0 ? `; the bytes of ${count(unread)} are not kept or cannot be read` : ''
  return `${count(found)} found in ${looked}${away}`
}
