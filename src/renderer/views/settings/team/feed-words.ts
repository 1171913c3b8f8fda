import type { FeedChoiceState } from '../../../../contract/console/people.ts'
import { counted } from '../../../text/format.ts'

/** The number to type before another feed is followed, `undefined` when nothing is left behind. */
export function numberLeft({ leftBehind: { published, waiting } }: FeedChoiceState): string | undefined {
  const number = published + waiting
  return number === 0 ? undefined : String(number)
}

/** What following another feed means for what is here. */
export function leftWords({ leftBehind: { published, waiting } }: FeedChoiceState): readonly string[] {
  return [
    ...(published > 0
      ? [
          `${counted(published, 'published ban')} on this console’s own list: it is served to nobody while another feed is used. Clients keep what they have pulled until their own time is over.`,
        ]
      : []),
    ...(waiting > 0
      ? [`${counted(waiting, 'action')} in the outbox: dropped, because they were meant for this feed.`]
      : []),
  ]
}

/** Does the token travel unencrypted, to another machine than this? The engine judges it; this only asks in time. */
export function isUnencrypted(typed: string): boolean {
  const url = URL.canParse(typed.trim()) ? new URL(typed.trim()) : undefined
  return url?.protocol === 'http:' && !/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname)
}
