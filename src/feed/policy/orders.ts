import { orderLife, orderText, type Order, type SignedOrder } from '../../contract/ledger/order.ts'
import type { Clock } from '../time/clock.ts'
import { textHolds } from '../ledger/crypto.ts'
import type { LedgerState } from '../ledger/state.ts'
import { Refusal } from '../refusal.ts'
import { requireOneOf, requirePerson } from './roles.ts'

export interface OrderBook {
  /** Lets an order through once. @throws Refusal */
  take(signed: SignedOrder, action: Order['action']): Order
}

export function createOrderBook(state: LedgerState, clock: Clock): OrderBook {
  /** Those that may still be sent again, with the end of their time. */
  const taken = new Map<string, number>()

  const forgetOld = (now: number): void => {
    for (const [id, until] of taken) if (until < now) taken.delete(id)
  }

  return {
    take({ order, signature }, action) {
      if (!textHolds(() => orderText(order), order.author, signature))
        throw new Refusal('bad-signature', 'the signature does not fit the order')
      if (order.action !== action) throw new Refusal('bad-request', `the order says ${order.action}`)
      if (action === 'console.here') requireTold(state, order)
      else requireOneOf(state, order.author, ['publisher'])
      const now = clock.now()
      // A clock that is not believed may be right all the same; then the consoles' say what it says.
      if ([now, clock.latest()].every((time) => Math.abs(order.time - time) > orderLife))
        throw new Refusal('bad-request', 'the clocks of console and feed differ by more than five minutes')
      forgetOld(now)
      if (taken.has(order.id)) throw new Refusal('duplicate', 'the order was carried out already')
      taken.set(order.id, order.time + 2 * orderLife)
      return order
    },
  }
}

/** Whatever is said to one feed must not be said again to another by whoever runs it. */
function requireTold(state: LedgerState, { author, subject }: Order): void {
  requirePerson(state, author)
  if (subject !== state.feedKey) throw new Refusal('bad-request', 'the order is for another feed')
}
