import { contains, parseNetwork } from '../../../contract/ledger/address.ts'
import type { SignedIntent } from '../../../contract/ledger/intent.ts'
import type { BanProposal } from '../../../contract/ledger/intents/ban.ts'
import type { BanLife } from '../../../contract/ledger/life/ban.ts'
import { directionCodes, toMicroseconds } from '../codes.ts'
import type { Reader } from '../connection.ts'

/** An event that is never deleted, nor are its bytes. */
export interface PinnedEvent {
  readonly id: number
  /** Microseconds UTC. */
  readonly time: number
  readonly source: number
}

interface Proposal {
  /** Where it stands in its table, for whoever reads on from there. */
  readonly place: number
  readonly text: string
}

const few = 100
const recorded = `SELECT proposed AS place, life AS text FROM ban WHERE proposed > ? ORDER BY proposed LIMIT ${few}`
const waiting = `
  SELECT position AS place, signed AS text FROM outbox WHERE position > ? AND kind = 'ban.proposed'
  ORDER BY position LIMIT ${few}`
const atTime = `
  SELECT e.id, e.time, e.source, s.address FROM event e CROSS JOIN kind k ON k.id = e.kind CROSS JOIN source s ON s.id = e.source
  WHERE e.time = ? AND k.direction = ${directionCodes.encode('in')}`

/**
 * Evidence of bans: the messages that proposals name, whatever became of these, those that wait for the feed included. A
 * proposal names a message by its time and sender; all that this sender sent at that very microsecond are kept.
 */
export class Pins {
  private readonly events = new Map<number, PinnedEvent>()
  private inOrder: readonly number[] | undefined
  private seenBan = 0
  private seenWaiting = 0

  /**
   * Learns of proposals made since the last call, at most some hundred of them.
   * @returns whether there may be more.
   */
  learn(reader: Reader): boolean {
    const bans = reader.all<Proposal>(recorded, this.seenBan)
    const intents = reader.all<Proposal>(waiting, this.seenWaiting)
    this.seenBan = bans.at(-1)?.place ?? this.seenBan
    this.seenWaiting = intents.at(-1)?.place ?? this.seenWaiting
    for (const { text } of bans) this.pin(reader, (JSON.parse(text) as BanLife).proposal)
    for (const { text } of intents) {
      const { intent } = JSON.parse(text) as SignedIntent
      if (intent.kind === 'ban.proposed') this.pin(reader, intent.body)
    }
    return bans.length === few || intents.length === few
  }

  has(event: number): boolean {
    return this.events.has(event)
  }

  /** Ids in a range, both ends included, ascending. */
  between(first: number, last: number): readonly number[] {
    this.inOrder ??= [...this.events.keys()].sort((a, b) => a - b)
    const ids = this.inOrder
    const from = firstAtLeast(ids, first)
    return ids.slice(from, firstAtLeast(ids, last + 1))
  }

  all(): Iterable<PinnedEvent> {
    return this.events.values()
  }

  private pin(reader: Reader, { address, evidence }: BanProposal): void {
    const network = parseNetwork(address)
    if (!network) return
    for (const { time } of evidence) {
      for (const event of reader.all<PinnedEvent & { address: string }>(atTime, toMicroseconds(time))) {
        const host = parseNetwork(event.address)
        if (host && contains(network, host)) this.events.set(event.id, event)
      }
    }
    this.inOrder = undefined
  }
}

function firstAtLeast(ids: readonly number[], id: number): number {
  let [low, high] = [0, ids.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ids[middle] ?? Infinity) < id) low = middle + 1
    else high = middle
  }
  return low
}

/** All that is pinned now. */
export function pinsOf(reader: Reader): Pins {
  const pins = new Pins()
  while (pins.learn(reader)) continue
  return pins
}
