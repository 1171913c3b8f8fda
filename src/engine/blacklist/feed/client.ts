import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { FeedStatus } from '../../../contract/console/bans.ts'
import type { FeedInfo } from '../../../contract/ledger/api.ts'
import type { SignedIntent } from '../../../contract/ledger/intent.ts'
import type { LedgerRecord } from '../../../contract/ledger/record.ts'
import { FeedRefusal, FeedUnreachable, feedHttp, type FeedAddress, type FeedHttp } from './http.ts'
import { keepInformed } from './informed.ts'
import { storageFault } from '../../store/error.ts'
import { keepPresent, type PresenceOptions } from './presence.ts'
import { LedgerBroken, type Mirror } from '../ledger/mirror.ts'
import { followStream } from './stream.ts'

export interface FeedState {
  readonly state: FeedStatus['state']
  readonly error?: string
  readonly url?: string
  /** Of a feed that went on from a backup: how many of our records it has lost. */
  readonly lost?: number
  /** What the feed last said about itself; absent until it was reached in this run. */
  readonly info?: FeedInfo
}

export interface FeedClient {
  state(): FeedState
  /** Follows the feed at `address` from now on, or again, e.g. after its process came back. */
  connect(address: FeedAddress): void
  /** The feed's process is gone; `why` is shown until it is back. */
  lost(why: string): void
  /** Forgets the feed it followed. Resolves when nothing of it comes any more. */
  leave(): Promise<void>
  /** @throws FeedUnreachable while there is no connection. */
  http(): FeedHttp
  /** Sends an intent and brings its record into the mirror. @throws FeedRefusal, FeedUnreachable */
  deliver(signed: SignedIntent): Promise<LedgerRecord>
  close(): Promise<void>
}

interface FeedClientOptions extends PresenceOptions {
  readonly mirror: Mirror
  readonly log: Logger
  /** Looks at a feed whose ledger does not continue ours; see lostByRestore. */
  readonly lostByRestore: (http: FeedHttp) => Promise<number | undefined>
  /** A record that was new to us. */
  readonly onRecord: (record: LedgerRecord) => void
  readonly onState: () => void
  /** Called each time the mirror has caught up after a break. */
  readonly onConnected: () => void
}

const firstPause = 250
const longestPause = 10_000

/** Keeps the mirror in step with the feed; everything that the console shows comes from the mirror alone. */
export function createFeedClient(options: FeedClientOptions): FeedClient {
  const { identity, mirror, log } = options
  let state: FeedState = { state: 'starting' }
  let live: FeedHttp | undefined
  let stopping = new AbortController()
  let closed = false
  let following: Promise<void> = Promise.resolve()

  const become = (next: FeedState): void => {
    const told = next.state !== state.state || next.error !== state.error
    state = { ...(state.info ? { info: state.info } : {}), ...next }
    if (!told) return
    log.info({ feed: next.state, error: next.error }, 'feed')
    options.onState()
  }

  /** What it says of itself meanwhile; told where people must know. */
  const inform = (info: FeedInfo): void => {
    const told = JSON.stringify(info.clock) !== JSON.stringify(state.info?.clock)
    state = { ...state, info }
    if (told) options.onState()
  }

  const take = (record: LedgerRecord): void => {
    const fresh = mirror.take(record)
    if (fresh) options.onRecord(fresh)
  }

  /** From the record that we hold last, so that the feed must show it again: a rewritten ledger is found at once. */
  const pull = async (http: FeedHttp): Promise<void> => {
    let after = Math.max(0, mirror.cursor() - 1)
    for (;;) {
      const records = await http.records(after)
      const last = records.at(-1)
      if (!last) return
      records.forEach(take)
      if (last.seq <= after) throw new LedgerBroken('the feed repeats records that were not asked for')
      after = last.seq
    }
  }

  const meet = async (http: FeedHttp): Promise<FeedInfo> => {
    try {
      const { key, records } = await http.info()
      mirror.meet(key, records)
      const info = await http.enrol(identity.key, identity.name)
      await pull(http)
      return info
    } catch (error) {
      if (!(error instanceof LedgerBroken)) throw error
      const lost = await options.lostByRestore(http)
      throw lost === undefined ? error : new LedgerLost(lost)
    }
  }

  const session = async (address: FeedAddress, signal: AbortSignal): Promise<void> => {
    const http = feedHttp(address, signal)
    const info = await meet(http)
    const stream = await followStream(address, mirror.cursor(), take, signal)
    live = http
    become({ state: 'connected', url: address.url, info })
    options.onConnected()
    const leaving = new AbortController()
    const following = AbortSignal.any([signal, leaving.signal])
    void keepPresent(options, http, info.key, following)
    void keepInformed(http, following, inform)
    await stream.ended.finally(() => leaving.abort())
  }

  const follow = async (address: FeedAddress, signal: AbortSignal): Promise<void> => {
    const over = (): boolean => signal.aborted
    let pause = firstPause
    while (!over()) {
      const began = performance.now()
      const error = await session(address, signal).catch((thrown: unknown) => thrown)
      live = undefined
      if (over()) return
      become({ ...stateAfter(error, log), url: address.url })
      if (performance.now() - began > longestPause) pause = firstPause
      await sleep(pause * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => undefined)
      pause = Math.min(longestPause, pause * 2)
    }
  }

  const stop = (): Promise<void> => {
    stopping.abort()
    live = undefined
    return following
  }

  const http = (): FeedHttp => {
    if (live) return live
    throw new FeedUnreachable(state.error ?? 'the feed is not connected')
  }

  return {
    state: () => state,
    connect: (address) => {
      // A feed of our own may become ready while everything is being closed, and the store with it.
      if (closed) return
      const before = stop()
      stopping = new AbortController()
      const { signal } = stopping
      following = before.then(() => follow(address, signal))
    },
    lost: (why) => {
      if (closed) return
      void stop()
      become({ state: 'unreachable', error: why })
    },
    leave: async () => {
      await stop()
      state = { state: closed ? 'stopped' : 'starting' }
      options.onState()
    },
    http,
    deliver: async (signed) => {
      const feed = http()
      const record = await feed.submit(signed)
      if (record.intent.id !== signed.intent.id) throw new FeedUnreachable('the feed answered for another action')
      if (mirror.cursor() < record.seq) await pullInto(feed)
      if (mirror.holds(record)) return record
      throw new FeedUnreachable('the feed says it recorded the action, but its ledger does not hold it')
    },
    close: async () => {
      closed = true
      await stop()
      become({ state: 'stopped' })
    },
  }

  async function pullInto(feed: FeedHttp): Promise<void> {
    try {
      await pull(feed)
    } catch (error) {
      if (!(error instanceof LedgerBroken)) throw error
      become({ state: 'refused', error: error.message })
      throw new FeedUnreachable(error.message)
    }
  }
}

/** The feed went on from a backup, and lacks what we have seen of it. */
class LedgerLost extends LedgerBroken {
  readonly lost: number
  constructor(lost: number) {
    const records = lost === 1 ? 'the last record' : `the last ${lost} records`
    super(`the feed went on from a backup and has lost ${records} that this console has seen`)
    this.lost = lost
  }
}

function stateAfter(error: unknown, log: Logger): Pick<FeedState, 'state' | 'error' | 'lost'> {
  const message = error instanceof Error ? error.message : String(error)
  const fault = storageFault(error)
  if (fault !== undefined) return { state: 'unreachable', error: `this console cannot store the ledger: ${fault}` }
  if (error instanceof LedgerLost) return { state: 'refused', error: message, lost: error.lost }
  if (error instanceof LedgerBroken || error instanceof FeedRefusal) return { state: 'refused', error: message }
  if (!(error instanceof FeedUnreachable)) log.error({ err: error }, 'feed session failed')
  return { state: 'unreachable', error: message }
}
