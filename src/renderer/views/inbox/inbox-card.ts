import type { OpenCard } from '../bans/steps/step.ts'
import type { Put } from './usePutAway.ts'

/** The card over the Inbox: of what it was opened for, whatever happens to the list below it. */
export type InboxCard =
  OpenCard | { readonly kind: 'put'; readonly mark: Put['mark']; readonly subjects: readonly string[] }
