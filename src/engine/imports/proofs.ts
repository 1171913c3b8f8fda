import { hash } from 'node:crypto'
import { parseMessage } from '../../sip/message/parse.ts'
import { stepOf, type Step } from '../../sip/proof/exchange.ts'
import type { Proof } from '../../sip/proof/proof.ts'
import { Lru } from '../store/ingest/names/lru.ts'
import type { CapturedMessage } from './capture/captured.ts'

/** Marks remembered of each kind; a forger makes them up without end. */
const mostMarks = 100_000
/** Of one message. */
const mostNonces = 4
const longestKey = 200

type Giver = 'we' | 'it'

/**
 * Whether a source receives our answers, by what a capture shows: it sent back a nonce or To-tag that an answer had
 * given to it before. Sensors sign theirs; in a capture of others only who wrote a mark first can be told, as in
 * `sip/proof`. An answer has the proof of the request that it answers.
 */
export class CaptureProofs {
  private readonly givers = new Lru<string, Giver>(mostMarks)
  private readonly proven = new Lru<string, Proof>(mostMarks)

  /** Messages in the order of the capture. */
  judge({ transport, direction, source, time, bytes }: CapturedMessage): Proof {
    if (transport === 'tcp') return 'tcp'
    const step = stepOf({ direction, transport, time: time / 1000, message: parseMessage(bytes) }, 0)
    const request = keyOf('request', source, step.callId, String(step.sequence))
    if (direction === 'out') {
      this.note('we', marksOf(source, step, step.challenges))
      return this.proven.get(request) ?? 'unproven'
    }
    const marks = marksOf(source, step, step.nonces)
    const proof = this.proofOf(step, marks)
    if (proof !== 'unproven') this.proven.set(request, proof)
    this.note('it', marks)
    return proof
  }

  private proofOf({ method, status }: Step, { nonces, tag }: Marks): Proof {
    if (method === '' || status !== undefined) return 'unproven'
    if (nonces.some((nonce) => this.givers.get(nonce) === 'we')) return 'nonce'
    return tag !== undefined && this.givers.get(tag) === 'we' ? 'to-tag' : 'unproven'
  }

  private note(giver: Giver, { nonces, tag }: Marks): void {
    for (const mark of tag === undefined ? nonces : [...nonces, tag])
      if (this.givers.get(mark) === undefined) this.givers.set(mark, giver)
  }
}

interface Marks {
  readonly nonces: readonly string[]
  readonly tag: string | undefined
}

function marksOf(source: string, { callId, toTag }: Step, nonces: readonly string[]): Marks {
  return {
    nonces: nonces.slice(0, mostNonces).flatMap((nonce) => (nonce === '' ? [] : keyOf('nonce', source, nonce))),
    tag: toTag === '' ? undefined : keyOf('tag', source, callId, toTag),
  }
}

function keyOf(...parts: readonly string[]): string {
  const key = JSON.stringify(parts)
  return key.length > longestKey ? hash('sha256', key) : key
}
