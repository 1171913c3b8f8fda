import type { ConsoleCallHandlers } from '../../../contract/console/index.ts'
import type { Reach } from '../../../contract/console/reach.ts'
import type { BanReach, SubscriberReach } from '../../../contract/ledger/reach.ts'
import type { Workspace } from '../../workspace.ts'
import { asking } from '../feed/asking.ts'

/** Only the feed has seen who asked for what. */
export const reachHandlers = ({ blacklist }: Workspace): Pick<ConsoleCallHandlers, 'ban.reach'> => ({
  'ban.reach': ({ id }) => asking(async () => countedReach(await blacklist.client.http().reach(id))),
})

export function countedReach({ subscribers }: BanReach): Reach {
  const count = (is: (each: SubscriberReach) => boolean): number => subscribers.filter(is).length
  return {
    subscribers,
    has: count(({ state }) => state === 'has'),
    hasNot: count(({ state }) => state === 'has-not'),
    unknown: count(({ state }) => state === 'unknown'),
    stale: count(({ stale }) => stale),
    mayBlock: mayBlock(subscribers.filter(({ state }) => state !== 'has-not')),
  }
}

/** A time, where there is one, says more than what brings it about. */
function mayBlock(may: readonly SubscriberReach[]): Reach['mayBlock'] {
  const times = may.flatMap(({ latest }) => latest ?? [])
  const endless = may.filter(({ latest }) => latest === undefined)
  const ending = (ends: SubscriberReach['ends']): number => endless.filter((each) => each.ends === ends).length
  const [atNextPull, never] = [ending('at-next-pull'), ending('never')]
  return {
    count: may.length,
    atATime: times.length,
    ...(times.length > 0 ? { latest: Math.max(...times) } : {}),
    ...{ atNextPull, never, unknown: endless.length - atNextPull - never },
  }
}
