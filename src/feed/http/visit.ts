import type { IncomingMessage } from 'node:http'
import type { PublishedList } from '../publish/list.ts'
import type { PeerOf } from './peer.ts'
import { familyOf, type Protocol } from '../subscribers/families.ts'
import type { ActiveSubscriber } from '../subscribers/member.ts'
import type { Subscribers } from '../subscribers/subscribers.ts'

/** What every public endpoint answers from. */
export interface Publication {
  readonly list: PublishedList
  readonly subscribers: Subscribers
  readonly now: () => number
  readonly peerOf: PeerOf
}

/** A pull as a protocol sees it. */
export interface Pull {
  /** What it asks to go on from; absent when the pull begins here. */
  readonly from?: string | undefined
  /** It asks for the whole list. */
  readonly whole: boolean
  /** The list ID that it says it has everything up to. */
  readonly behind?: number
}

/** One request of a known subscriber. */
export interface Visit {
  readonly subscriber: ActiveSubscriber
  readonly time: number
  /** The address that it comes from. */
  readonly from: string | undefined
  /** Counts the pull. @returns `false` when there were too many: never within one that has begun. */
  pull(pull: Pull): boolean
  /** Notes what the answer gives: the highest list ID in it, and where it may go on, if anywhere. */
  gives(pull: Pull, upTo: number, next?: string | number): void
}

/** @returns `undefined` when nobody has this key. */
export function visitOf(
  { subscribers, now, peerOf }: Publication,
  request: IncomingMessage,
  key: string,
  protocol: Protocol,
): Visit | undefined {
  const subscriber = subscribers.find(key)
  if (!subscriber) return undefined
  const { method, headers } = request
  const from = peerOf(request)
  const time = now()
  const userAgent = headers['user-agent']
  const family = familyOf(protocol, headers)
  let begins = false
  return {
    subscriber,
    time,
    from,
    pull({ from }) {
      const step = subscriber.guard.pull(from, time)
      begins = step === 'begins'
      return step !== 'refused'
    },
    gives({ whole, behind = 0 }, upTo, next) {
      // A HEAD is answered without the list.
      if (method !== 'HEAD') subscriber.notePull({ time, begins, family, userAgent, from, whole, upTo, behind })
      if (next !== undefined) subscriber.guard.handed(next, time)
    },
  }
}
