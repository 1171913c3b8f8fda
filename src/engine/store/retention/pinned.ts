import { contains, parseNetwork } from '../../../contract/ledger/address.ts'
import type { SignedIntent } from '../../../contract/ledger/intent.ts'
import type { BanExtension, BanProposal } from '../../../contract/ledger/intents/ban.ts'
import type { BanLife } from '../../../contract/ledger/life/ban.ts'
import type { LedgerRecord } from '../../../contract/ledger/record.ts'
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

interface AboutBan extends Proposal {
  /** Of the ban that it is about; NULL while that is not recorded. */
  readonly address: string | null
}

const few = 100
const recorded = `SELECT proposed AS place, life AS text FROM ban WHERE proposed > ? ORDER BY proposed LIMIT ${few}`
const extensions = `
  SELECT r.seq AS place, r.record AS text, b.address FROM ledger_record r JOIN ban b ON b.id = r.subject
  WHERE r.kind = 'ban.extension-proposed' AND r.seq > ? ORDER BY r.seq LIMIT ${few}`
const waiting = `
  SELECT o.position AS place, o.signed AS text, b.address FROM outbox o LEFT JOIN ban b ON b.id = o.subject
  WHERE o.position > ? AND o.kind IN ('ban.proposed', 'ban.extension-proposed') ORDER BY o.position LIMIT ${few}`
const atTime = `
  SELECT e.id, e.time, e.source, s.address FROM event e CROSS JOIN kind k ON k.id = e.kind CROSS JOIN source s ON s.id = e.source
  WHERE e.time = ? AND k.direction = ${directionCodes.encode('in')}`

/**
 * Evidence of bans: the messages that proposals name, of bans and of more time for them, whatever became of these, those
 * that wait for the feed included. A
 * proposal names a message by its time and sender; all that this sender sent at that very microsecond are kept.
 */
export class Pins {
  private readonly events = new Map<number, PinnedEvent>()
  private inOrder: readonly number[] | undefined
  private seenBan = 0
  private seenExtension = 0
  private seenWaiting = 0

  /**
   * Learns of proposals made since the last call, at most some hundred of them.
   * @returns whether there may be more.
   */
  learn(reader: Reader): boolean {
    const bans = reader.all<Proposal>(recorded, this.seenBan)
    const more = reader.all<AboutBan>(extensions, this.seenExtension)
    const intents = reader.all<AboutBan>(waiting, this.seenWaiting)
    this.seenBan = bans.at(-1)?.place ?? this.seenBan
    this.seenExtension = more.at(-1)?.place ?? this.seenExtension
    this.seenWaiting = intents.at(-1)?.place ?? this.seenWaiting
    for (const { text } of bans) this.pin(reader, (JSON.parse(text) as BanLife).proposal)
    for (const each of [...more, ...intents]) this.pinNamed(reader, each)
    return [bans, more, intents].some((rows) => rows.length === few)
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

  private pinNamed(reader: Reader, { text, address }: AboutBan): void {
    const { intent } = JSON.parse(text) as SignedIntent | LedgerRecord
    if (intent.kind === 'ban.proposed') this.pin(reader, intent.body)
    if (intent.kind === 'ban.extension-proposed' && address !== null)
      this.pin(reader, { address, evidence: intent.body.evidence })
  }

  private pin(reader: Reader, { address, evidence }: Pick<BanProposal & BanExtension, 'address' | 'evidence'>): void {
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
