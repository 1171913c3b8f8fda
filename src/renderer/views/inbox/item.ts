import type { InboxDecision, InboxSource } from '../../../contract/console/inbox.ts'
import { counted } from '../../text/format.ts'

/** One row of the Inbox; `key` tells sources from what has to be decided about bans. */
export type InboxItem =
  | { readonly kind: 'source'; readonly key: string; readonly source: InboxSource }
  | { readonly kind: 'decision'; readonly key: string; readonly decision: InboxDecision }

const decisionKey = 'decision:'
/** @param key what `inbox.mark` calls it */
export const keyOfDecision = (key: string): string => decisionKey + key

export const itemsOf = (decisions: readonly InboxDecision[], sources: readonly InboxSource[]): readonly InboxItem[] => [
  ...decisions.map((decision) => ({ kind: 'decision' as const, key: keyOfDecision(decision.key), decision })),
  ...sources.map((source) => ({ kind: 'source' as const, key: source.address, source })),
]

/** What the engine puts away for a row: also one that is selected and not listed any more. */
export const subjectOf = (key: string): string => (key.startsWith(decisionKey) ? key.slice(decisionKey.length) : key)

/** Those of the keys that are sources. */
export const addressesAmong = (keys: readonly string[]): readonly string[] =>
  keys.filter((key) => !key.startsWith(decisionKey))

/** Whom or what it is about: an address or a range. */
export function addressOf(item: InboxItem): string {
  if (item.kind === 'source') return item.source.address
  return item.decision.kind === 'range' ? item.decision.range.address : item.decision.ban.address
}

export const decisionNames: Readonly<Record<InboxDecision['kind'], string>> = {
  approve: 'Approve?',
  'approve-extension': 'More time?',
  ending: 'Ends soon',
  regret: 'Revoked',
  range: 'Range?',
}

/** Why it is here, in one sentence. */
export function sentenceOf(item: InboxItem): string {
  if (item.kind === 'source') return item.source.verdict.sentence
  const { decision } = item
  switch (decision.kind) {
    case 'approve':
      return `${decision.ban.proposedBy} proposes a ban: ${decision.ban.reason}`
    case 'approve-extension':
      return decision.ban.extension
        ? `${decision.ban.extension.proposedBy} proposes more time: ${decision.ban.extension.reason}`
        : 'More time was proposed'
    case 'ending':
      return `Ends within a day. ${decision.reason}`
    case 'regret':
      return 'Was revoked, and attacks again'
    case 'range':
      return `${counted(decision.range.hosts, 'host')} of it are banned or proposed`
  }
}

/** What speaks for it, at most three. */
export function reasonsOf(item: InboxItem): readonly string[] {
  if (item.kind === 'source') return item.source.verdict.reasons
  const { decision } = item
  if (decision.kind === 'range') return decision.range.named.slice(0, 3)
  return [counted(decision.ban.messages, 'message'), counted(decision.ban.sensors, 'sensor')]
}
