import { evidenceOf, type DialogPart, type Evidence, type EvidenceKind } from './evidence.ts'
import { stepOf, type Step } from './exchange.ts'
import { evidenceOfRepeats } from './repeats.ts'

export type { DialogPart, Evidence } from './evidence.ts'

/** What a dialog says about whether its source receives our answers (return routability). */
export interface RoutabilityEvidence {
  /** Whether any of the evidence is strong. Otherwise the source address may be forged: `unproven`. */
  readonly verdict: 'proven' | 'unproven'
  /** Strong first, then counter-evidence, then weak; at most one of each kind. */
  readonly evidence: readonly Evidence[]
}

/** Messages of a dialog that are looked at; what a longer one proves, it proved before. */
const mostMessages = 2000

/**
 * Evidence of return routability in one dialog, from what was recorded alone: for display, and for captures of others.
 * Where our own sensor checked the HMAC in its nonces and tags, its finding outranks this one.
 *
 * A message may belong to any dialog of the source: nonces count only when they were given out among these messages.
 *
 * @param dialog in order of time.
 */
export function provenBy(dialog: readonly DialogPart[]): RoutabilityEvidence {
  const steps = dialog.slice(0, mostMessages).map(stepOf)
  const found = new Findings()
  for (const step of steps) {
    if (step.part.direction === 'out') found.sent(step)
    else found.received(step)
  }
  const evidence = [...found.evidence(), ...evidenceOfRepeats(steps)].sort(
    (one, other) => order[one.strength] - order[other.strength],
  )
  return { verdict: evidence.some(({ strength }) => strength === 'strong') ? 'proven' : 'unproven', evidence }
}

const order = { strong: 0, counter: 1, weak: 2 } as const

/** What we gave out so far, and what came back of it. */
class Findings {
  readonly #nonces = new Map<string, number>()
  readonly #tags = new Map<string, number>()
  /** To-tags that the source wrote before we did: an answer only mirrors them. */
  readonly #itsTags = new Set<string>()
  /** Nonces that the source knew before we gave them: a server that always gives the same proves nothing by it. */
  readonly #itsNonces = new Set<string>()
  /** Our latest challenge by Call-ID and From tag. */
  readonly #challenges = new Map<string, Step>()
  readonly #places = new Map<EvidenceKind, number[]>()

  sent(step: Step): void {
    if (step.status === undefined) return
    for (const nonce of step.challenges) {
      if (nonce !== '' && !this.#itsNonces.has(nonce) && !this.#nonces.has(nonce)) this.#nonces.set(nonce, step.at)
    }
    const tag = tagKey(step)
    if (step.toTag !== '' && !this.#itsTags.has(tag) && !this.#tags.has(tag)) this.#tags.set(tag, step.at)
    if (step.status === 401 || step.status === 407) this.#challenges.set(sender(step), step)
  }

  received(step: Step): void {
    if (step.method !== '' && step.part.transport !== 'udp') this.#note('stream', step.at)
    if (step.method !== '' && step.status === undefined) {
      this.#noteNonces(step)
      this.#noteTag(step)
      this.#noteNext(step)
    }
    this.#remember(step)
  }

  /** Also of what is no request: a server may answer that, too, and mirror it. */
  #remember(step: Step): void {
    const tag = tagKey(step)
    if (step.toTag !== '' && !this.#tags.has(tag)) this.#itsTags.add(tag)
    for (const nonce of step.nonces) if (!this.#nonces.has(nonce)) this.#itsNonces.add(nonce)
  }

  evidence(): readonly Evidence[] {
    return [...this.#places].map(([kind, places]) => evidenceOf(kind, places))
  }

  #noteNonces({ nonces, at }: Step): void {
    for (const nonce of nonces) {
      const given = this.#nonces.get(nonce)
      if (given !== undefined) this.#note('nonce', given, at)
      // Before our first challenge it may come from an earlier dialog.
      else if (this.#nonces.size > 0) this.#note('foreign-nonce', at)
    }
  }

  #noteTag(step: Step): void {
    if (step.toTag === '') return
    const made = this.#tags.get(tagKey(step))
    if (made !== undefined) this.#note(step.method === 'ACK' ? 'ack' : 'our-tag', made, step.at)
    // Without any answer of ours there is nothing to compare with.
    else if (this.#tags.size > 0) this.#note('foreign-tag', step.at)
  }

  /**
   * The next CSeq alone is weak: a flood that counts up meets every challenge with it (sipsak -F). With credentials
   * that hold a nonce of ours it is what a client does that was challenged (RFC 3261 §22.2).
   */
  #noteNext(step: Step): void {
    const challenge = this.#challenges.get(sender(step))
    if (!challenge || step.method !== challenge.method || step.method === 'ACK') return
    if (step.sequence === undefined || step.sequence !== (challenge.sequence ?? NaN) + 1) return
    const ours = step.nonces.some((nonce) => this.#nonces.has(nonce))
    if (ours) this.#note('next-request', challenge.at, step.at)
    else if (!step.hasCredentials) this.#note('next-cseq', challenge.at, step.at)
  }

  #note(kind: EvidenceKind, ...places: readonly number[]): void {
    const known = this.#places.get(kind)
    if (known) known.push(...places)
    else this.#places.set(kind, [...places])
  }
}

/** A tag is unique only within its call. */
const tagKey = ({ callId, toTag }: Step): string => JSON.stringify([callId, toTag])
const sender = ({ callId, fromTag }: Step): string => JSON.stringify([callId, fromTag])
