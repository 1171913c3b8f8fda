import type { BanState, Confidence, GuessHow, Proof, Severity } from '../../contract/console/vocabulary.ts'

/** Severity is never told by colour alone: each has a glyph of its own shape. */
export const severityGlyph: Readonly<Record<Severity, string>> = {
  critical: '◆',
  high: '▲',
  medium: '■',
  low: '●',
  unknown: '○',
  benign: '✓',
}

export const proofWords: Readonly<
  Record<Proof, { readonly label: string; readonly long: string; readonly detail: string }>
> = {
  unproven: {
    label: 'unproven',
    long: 'address unproven, may be forged',
    detail: 'Return-routability unproven: the address may be forged. Nothing sent to it has come back.',
  },
  nonce: {
    label: 'nonce',
    long: 'address proven by nonce',
    detail: 'Proven: it used a nonce that was sent only to this address.',
  },
  'to-tag': {
    label: 'to-tag',
    long: 'address proven by To tag',
    detail: 'Proven: it repeated a To tag that was sent only to this address.',
  },
  tcp: {
    label: 'tcp',
    long: 'address proven by TCP',
    detail: 'Proven: it completed a TCP handshake from this address.',
  },
}

export { toolName } from '../../sip/tool/tool.ts'

export { classNames } from '../../sip/attack/class-names.ts'
export { behaviourNames } from '../../sip/source/behaviour-names.ts'

/** Where a guessed password was read. */
export const guessHowNames: Readonly<Record<GuessHow, string>> = { tag: 'In clear', digest: 'Digest' }

/** How sure it is where a dialled number begins behind its prefix; docs/dialled-numbers.md. */
export const confidenceWords: Readonly<Record<Confidence, string>> = {
  high: 'The border between prefix and number is certain',
  medium: 'The border between prefix and number is likely, but nothing marks it',
  low: 'Several readings are about as likely, or no numbering plan has the number',
}

export const banStateNames: Readonly<Record<BanState, string>> = {
  queued: 'Queued',
  proposed: 'Proposed',
  held: 'Held',
  published: 'Published',
  expired: 'Expired',
  revoked: 'Revoked',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  blocked: 'Blocked',
}
