import type { SipMessage } from '../message/message.ts'

/** One message between a source and us, in order of time. */
export interface DialogPart {
  /** `out`: we sent it. In a capture the caller says which side is ours. */
  readonly direction: 'in' | 'out'
  readonly transport: 'udp' | 'tcp' | 'tls' | 'ws' | 'wss'
  /** UTC milliseconds. */
  readonly time: number
  readonly message: SipMessage
}

/**
 * `strong` needs our answer to have arrived; `weak` is what a real stack does and a forger could imitate; `counter`
 * speaks against the source having received anything.
 */
export type EvidenceStrength = 'strong' | 'weak' | 'counter'

const kinds = {
  stream: { strength: 'strong', says: 'It spoke over a connection, which is set up only when answers arrive' },
  nonce: { strength: 'strong', says: 'It sent back the nonce that we had given it' },
  'our-tag': { strength: 'strong', says: 'It went on in the dialog with the To-tag that we had made' },
  ack: { strength: 'strong', says: 'It acknowledged our answer with the To-tag that we had made' },
  'next-request': { strength: 'strong', says: 'It answered our challenge with the next CSeq and credentials' },
  'next-cseq': {
    strength: 'weak',
    says: 'It sent a request with the next CSeq after our challenge, without credentials',
  },
  quiet: { strength: 'weak', says: 'It stopped repeating its request as soon as we had answered' },
  repeats: { strength: 'counter', says: 'It repeated a request that we had answered already' },
  timer: {
    strength: 'counter',
    says: 'It went on repeating a request at growing intervals, as if our answer had never come',
  },
  'foreign-tag': { strength: 'counter', says: 'It used a To-tag that we never made in this dialog' },
  'foreign-nonce': { strength: 'counter', says: 'It used a nonce that we never gave in this dialog' },
} as const satisfies Readonly<Record<string, { readonly strength: EvidenceStrength; readonly says: string }>>

export type EvidenceKind = keyof typeof kinds

export interface Evidence {
  readonly kind: EvidenceKind
  readonly strength: EvidenceStrength
  /** Plain words, without a full stop and without text of the message. */
  readonly says: string
  /** Places in the dialog it rests on, in order; at most the first few of many alike. */
  readonly messages: readonly number[]
}

/** A dialog may hold hundreds alike; more than these say nothing more. */
const mostPlaces = 8

/** @param places in the order found; each is named once. */
export function evidenceOf(kind: EvidenceKind, places: readonly number[]): Evidence {
  const messages = [...new Set(places)].sort((one, other) => one - other).slice(0, mostPlaces)
  return { kind, ...kinds[kind], messages }
}
