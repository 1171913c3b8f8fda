import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { intent as intentShape, type Intent } from '../../contract/ledger/intent.ts'
import { foldPeople } from '../people/team.ts'
import type { Identity } from '../blacklist/feed/identity.ts'
import type { Writer } from '../store/connection.ts'
import { storageFault } from '../store/error.ts'
import type { LedgerReader } from '../store/ledger-mirror.ts'
import { outboxStore } from '../store/outbox.ts'
import { noFeed } from '../store/team/base.ts'
import { forgetOwn, hasOwn, rememberedOffer, rememberOffer } from '../store/team/own.ts'
import { showAnew } from '../store/team/shown.ts'
import { stepsToOffer, type TeamStep } from '../store/team/steps.ts'

interface OfferingOptions {
  readonly writer: Writer
  readonly ledger: LedgerReader
  readonly identity: Identity
  readonly log: Logger
  readonly now: () => number
}

/**
 * Proposes to the feed in use what this console has of its own: labels and campaigns from before there was a ledger for
 * them, and, to a feed that was joined, those of the console's own feed. Once, all in one transaction: ended at any point,
 * either nothing has happened or everything waits in the outbox.
 * @param caughtUp whether all that the feed knows is held here; what it has heard of is not offered again.
 * @returns whether there is something new in the outbox.
 */
export type OfferOwn = (caughtUp: boolean) => boolean

export function createOffering({ writer, ledger, identity, log, now }: OfferingOptions): OfferOwn {
  const outbox = outboxStore(writer)

  /** Somebody who may not tag would lose by the feed's refusal what is offered: it stays until they may. */
  const mayTag = (): boolean => {
    if (identity.place.kept === 'sealed') return false // It waits for the key, or for another one.
    if (ledger.feedKey() === undefined) return true // It will be our own, and we its founder.
    const me = foldPeople(ledger.peopleRecords()).persons.get(identity.key)
    return me?.roles.includes('analyst') === true
  }
  const intentOf = (step: TeamStep): Intent =>
    intentShape.parse({ version: 1, id: randomUUID(), time: now(), author: identity.key, ...step })
  const offer = (from: ReadonlySet<string>, joined: boolean): number => {
    const steps = [...from].flatMap((feed) => stepsToOffer(writer, feed, randomUUID))
    for (const step of steps) outbox.add(identity.sign(intentOf(step)))
    forgetOwn(writer)
    if (joined) rememberOffer(writer, undefined)
    showAnew(writer)
    return steps.length
  }

  return (caughtUp) => {
    const joined = caughtUp ? rememberedOffer(writer) : undefined
    const due = new Set([...(hasOwn(writer) ? [noFeed] : []), ...(joined === undefined ? [] : [joined])])
    if (due.size === 0 || !mayTag()) return false
    try {
      const steps = writer.transaction(() => offer(due, joined !== undefined))
      log.info({ steps }, 'labels and campaigns of this console are proposed to its feed')
      return steps > 0
    } catch (error) {
      if (storageFault(error) === undefined) throw error
      log.warn({ err: error }, 'labels and campaigns of this console could not be proposed yet')
      return false
    }
  }
}
