import type { Hits } from '../../../../contract/console/explore.ts'
import { count, counted } from '../../../text/format.ts'

/** `1,204 messages, 37 sources (41 ms)`; says so when there are more. */
export function hitsText({ messages, sources, dialogs, complete, milliseconds }: Hits): string {
  const parts = [
    counted(messages, 'message'),
    ...(dialogs === undefined ? [] : [counted(dialogs, 'dialog')]),
    // When there was no time to look for sources, none were found: that says nothing.
    ...(complete || sources > 0 ? [counted(sources, 'source')] : []),
  ]
  return `${complete ? '' : 'at least '}${parts.join(', ')} (${count(milliseconds)} ms)`
}
