/** What is told of an act that the feed recorded, and of one that it has not seen: that one has changed nothing yet. */
interface Told {
  readonly done: string
  readonly queued: string
}

const waits = 'waits in the outbox until the feed is back'

export const actedWords = {
  proposed: (address: string): Told => ({
    done: `A ban of ${address} was proposed.`,
    queued: `Nobody else sees it yet: the proposal to ban ${address} ${waits}.`,
  }),
  approved: (address: string, holdSeconds: number): Told => ({
    done: `Approved. ${address} will be published in ${holdSeconds} s.`,
    queued: `${address} is not approved yet: the approval ${waits}.`,
  }),
  rejected: (address: string): Told => ({
    done: `The ban of ${address} was rejected.`,
    queued: `The ban of ${address} still waits for a decision: the rejection ${waits}.`,
  }),
  revoked: (address: string): Told => ({
    done: `${address} has left the list.`,
    queued: `${address} is still on the list: the revoke ${waits}.`,
  }),
  withdrawn: (address: string): Told => ({
    done: `The ban of ${address} was undone. No subscriber saw it.`,
    queued: `The ban of ${address} is not undone yet: this ${waits}. If its hold ends before, it is published.`,
  }),
  extensionProposed: (address: string): Told => ({
    done: `More time for ${address} was proposed.`,
    queued: `Nobody else sees it yet: the proposal of more time for ${address} ${waits}.`,
  }),
  extensionApproved: (address: string): Told => ({
    done: `${address} has more time, and a new list ID.`,
    queued: `${address} has no more time yet: the approval ${waits}.`,
  }),
  extensionRejected: (address: string): Told => ({
    done: `More time for ${address} was rejected.`,
    queued: `More time for ${address} still waits for a decision: the rejection ${waits}.`,
  }),
  extensionWithdrawn: (address: string): Told => ({
    done: `More time for ${address} is no longer proposed.`,
    queued: `More time for ${address} is still proposed: taking it back ${waits}.`,
  }),
} as const

/** What waits in the outbox, for a ban that it would change; the feed's words for kinds of records are past tense. */
const waitingActs: Readonly<Record<string, string>> = {
  'ban.proposed': 'Its proposal',
  'ban.approved': 'Its approval',
  'ban.rejected': 'Its rejection',
  'ban.withdrawn': 'Its undoing',
  'ban.revoked': 'Its revoke',
  'ban.extension-proposed': 'The proposal of more time',
  'ban.extension-approved': 'The approval of more time',
  'ban.extension-rejected': 'The rejection of more time',
  'ban.extension-withdrawn': 'Taking back the proposed time',
}

/** "Its revoke waits for the feed", or what the feed said against it. */
export function pendingWords({ kind, error }: { readonly kind: string; readonly error?: string }): string {
  const act = Object.hasOwn(waitingActs, kind) ? (waitingActs[kind] ?? kind) : kind
  return error === undefined ? `${act} waits for the feed` : `${act} was refused: ${error}`
}
