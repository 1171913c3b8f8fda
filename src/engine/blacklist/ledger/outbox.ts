import { setTimeout as sleep } from 'node:timers/promises'
import type { FeedErrorCode } from '../../../contract/ledger/api.ts'
import type { SignedIntent } from '../../../contract/ledger/intent.ts'
import type { LedgerRecord } from '../../../contract/ledger/record.ts'
import { storageFault } from '../../store/error.ts'
import type { OutboxStore } from '../../store/outbox.ts'
import { FeedRefusal, FeedUnreachable } from '../feed/http.ts'

/** How one attempt to act ended within the time its caller waits. */
export type Outcome =
  { readonly kind: 'recorded' } | { readonly kind: 'waiting' } | { readonly kind: 'refused'; readonly why: FeedRefusal }

export interface Outbox {
  /** Sends an intent that the store holds already, and waits a moment for the feed's word. */
  post(signed: SignedIntent): Promise<Outcome>
  /**
   * Sends intents that the store holds already and tells of each what the feed said. What it refuses stays in the store
   * until the end of the act: were the console killed meanwhile, nobody would have been told.
   * @param signal takes back what was not sent yet
   * @returns how many wait still, because the feed is out of reach; these are told of no more.
   */
  postMany(signed: readonly SignedIntent[], tell: TellOutcome, signal: AbortSignal): Promise<number>
  /** Sends what waits, in order, until the feed is out of reach. Call it whenever the feed came back. */
  flush(): Promise<void>
  /** Resolves once no attempt is under way, and none will follow. */
  close(): Promise<void>
}

interface Watcher {
  readonly tell: (outcome: Outcome) => void
  /** Somebody waits for this very answer; else it is one of an act, whose end may never come. */
  readonly waits: boolean
}

type TellOutcome = (signed: SignedIntent, outcome: Outcome) => void

interface OutboxOptions {
  readonly store: OutboxStore
  /** Sends one intent and resolves once its record is in our mirror, which takes it out of the store. */
  readonly deliver: (signed: SignedIntent) => Promise<LedgerRecord>
  readonly changed: () => void
  /** Milliseconds that a caller waits; longer than this and it is told "queued". */
  readonly patience: number
  /** Sending failed for a reason that nobody waits to hear. */
  readonly onFailure: (error: unknown) => void
}

/** Milliseconds until what waits is tried again although nothing else happened: the feed may have had a full disk. */
const retryAfter = 3_000

/** Not about the intent but about us: wrong token, or not introduced yet. The intent itself may still be welcome. */
const aboutUs: ReadonlySet<FeedErrorCode> = new Set(['unauthorized', 'unknown-author'])

/**
 * Intents on their way to the feed. A row is removed only by the record that it became, so a crash at any point sends
 * it again under the same id, which the feed answers with the same record: delivered exactly once.
 */
export function createOutbox({ store, deliver, changed, patience, onFailure }: OutboxOptions): Outbox {
  const watchers = new Map<string, Watcher>()
  /** What somebody waits for goes before the rest of a long act. */
  const urgent: SignedIntent[] = []
  let underWay: string | undefined
  let sending: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let closed = false

  const refused = (signed: SignedIntent, why: FeedRefusal): void => {
    const { id } = signed.intent
    const watcher = watchers.get(id)
    // Whoever still waits is told at once; a refusal that comes later is kept until somebody has read it, one within an
    // act until the act is over. Of what the console did by itself nobody need hear: another console was first, or
    // somebody has decided otherwise.
    if (watcher?.waits || isAutomatic(signed)) store.remove(id)
    else store.refuse(id, why.code, why.message)
    changed()
    watcher?.tell({ kind: 'refused', why })
  }

  /** @returns whether the next one may be tried. */
  const sendOne = async (signed: SignedIntent): Promise<boolean> => {
    const { id } = signed.intent
    underWay = id
    try {
      await deliver(signed)
      changed()
      watchers.get(id)?.tell({ kind: 'recorded' })
      return true
    } catch (error) {
      if (error instanceof FeedRefusal && !aboutUs.has(error.code)) return (refused(signed, error), true)
      if (error instanceof FeedUnreachable || error instanceof FeedRefusal) return false
      throw error
    } finally {
      underWay = undefined
    }
  }

  /** The feed has spoken, but our disk had no room for its word: it will say the same again when there is. */
  const stopOnFullDisk = (error: unknown): boolean => {
    if (storageFault(error) === undefined) throw error
    return false
  }

  const nextToSend = (): SignedIntent | undefined => {
    const first = urgent.shift()
    return first && store.mayOvertake(first.intent.id) ? first : store.next()?.signed
  }

  const sendAll = async (): Promise<void> => {
    for (let signed = nextToSend(); signed; signed = nextToSend())
      if (!(await sendOne(signed).catch(stopOnFullDisk))) return tryLater()
  }

  const tryLater = (): void => {
    clearTimeout(retry)
    if (!closed) retry = setTimeout(() => void flush().catch(onFailure), retryAfter)
  }

  const flush = async (): Promise<void> => {
    while (sending) await sending
    sending = sendAll().finally(() => (sending = undefined))
    await sending
  }

  const forget = (refusals: readonly string[]): void => {
    if (refusals.length === 0) return
    try {
      store.removeAll(refusals)
    } catch (error) {
      onFailure(error) // they are shown among the bans, until somebody discards them
    }
    changed()
  }

  return {
    post: async (signed) => {
      changed()
      const { id } = signed.intent
      const outcome = new Promise<Outcome>((tell) => watchers.set(id, { tell, waits: true }))
      const timer = new AbortController()
      const late = sleep(patience, undefined, { signal: timer.signal }).catch(() => undefined)
      urgent.push(signed)
      const attempt = flush().then(() => outcomeNow(store, id))
      try {
        return await Promise.race([outcome, attempt, late.then((): Outcome => ({ kind: 'waiting' }))])
      } finally {
        watchers.delete(id)
        timer.abort()
      }
    },
    postMany: async (signed, tell, signal) => {
      changed()
      const left = new Map(signed.map((each) => [each.intent.id, each]))
      const refusedIds: string[] = []
      const through = Promise.withResolvers<void>()
      const takeBack = (): void => {
        const unsent = [...left.keys()].filter((id) => id !== underWay)
        try {
          store.removeAll(unsent)
        } catch (error) {
          return onFailure(error) // they are sent after all, and told of
        }
        for (const id of unsent) left.delete(id)
        for (const id of unsent) watchers.delete(id)
        changed()
        if (left.size === 0) through.resolve()
      }
      for (const each of signed)
        watchers.set(each.intent.id, {
          waits: false,
          tell: (outcome) => {
            left.delete(each.intent.id)
            watchers.delete(each.intent.id)
            if (outcome.kind === 'refused') refusedIds.push(each.intent.id)
            tell(each, outcome)
            if (left.size === 0) through.resolve()
          },
        })
      signal.addEventListener('abort', takeBack, { once: true })
      try {
        await Promise.race([through.promise, flush()])
        return left.size
      } finally {
        signal.removeEventListener('abort', takeBack)
        for (const id of left.keys()) watchers.delete(id)
        // While something is left the console may be about to end, and its list of refusals with it.
        if (left.size === 0) forget(refusedIds)
      }
    },
    flush,
    close: async () => {
      closed = true
      clearTimeout(retry)
      await sending?.catch(() => undefined)
    },
  }
}

function outcomeNow(store: OutboxStore, id: string): Outcome {
  return { kind: store.get(id) ? 'waiting' : 'recorded' }
}

const isAutomatic = ({ intent: { body } }: SignedIntent): boolean => 'automatic' in body && body.automatic === true
