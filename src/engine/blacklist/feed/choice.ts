import type { FeedAuthority, FeedChoiceState, LeftBehind } from '../../../contract/console/people.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import { storageFault } from '../../store/error.ts'
import { noFeed } from '../../store/team/base.ts'
import { asking } from './asking.ts'
import type { Blacklist } from '../blacklist.ts'
import { describeAuthority } from './authority.ts'
import { feedHttp, type FeedAddress } from './http.ts'
import { keyToHold, ownPlace, readPlace, writePlace, type FeedPlace, type SharedFeed } from './place.ts'

/** The program of the console's own feed. */
export interface OwnFeed {
  start(): Promise<void>
  stop(): Promise<void>
}

/** Which feed is followed: the console's own, or one that a team shares. One at a time. */
export interface FeedChoice {
  state(): FeedChoiceState
  /** At the start of the workspace. */
  open(): Promise<void>
  /**
   * Enrols with the feed at `address`, and follows it from now on.
   * @param confirmation the number of what is left behind, where something is.
   * @throws RpcError `refused` in the feed's words, or with `confirmation` when that number was not given.
   */
  join(address: FeedAddress, confirmation: string | undefined): Promise<void>
  /** Back to the console's own feed. @throws RpcError as above. */
  leave(confirmation: string | undefined): Promise<void>
  /**
   * Follows the feed in use although it went on from a backup and has lost records that this console has seen. They stay
   * here aside.
   * @param confirmation their number. @throws RpcError as above, `conflict` where it has lost none.
   */
  followRestored(confirmation: string | undefined): Promise<void>
  close(): Promise<void>
}

/** Milliseconds that joining may take. */
const joinWithin = 15_000

interface Surroundings {
  readonly directory: string
  readonly blacklist: Blacklist
  readonly own: OwnFeed
}

export function createFeedChoice({ directory, blacklist, own }: Surroundings): FeedChoice {
  const { ledger, queue, identity } = blacklist
  let place: FeedPlace = ownPlace
  let changing = false

  const leftBehind = (): LeftBehind => ({
    // A team's list is served whether we follow it or not.
    published: place.shared ? 0 : ledger.publishedCount(),
    waiting: queue.all().length,
  })
  const requireConfirmed = (confirmation: string | undefined): void => {
    const { published, waiting } = leftBehind()
    const number = published + waiting
    if (number === 0 || confirmation?.trim() === String(number)) return
    throw new RpcError(
      'refused',
      `${published} published bans and ${waiting} actions would be left behind; type ${number} to do so`,
      'confirmation',
    )
  }
  const lostNow = (): { lost?: number } => {
    const { lost } = blacklist.client.state()
    return lost === undefined ? {} : { lost }
  }
  const follow = (shared: SharedFeed): void => blacklist.useFeed(addressOf(shared))
  const run = (): Promise<void> | void => (place.shared ? follow(place.shared) : own.start())

  /** The file first: whatever ends the console here, its next start goes on from what the file says. */
  const become = async (next: FeedPlace): Promise<void> => {
    keep(directory, next)
    place = next
    await own.stop()
    try {
      await blacklist.switchTo(keyToHold(next, ledger.feedKey()), offerFrom(next))
    } finally {
      // Where the disk refused the change, the feed is met and refused in words: nothing is mixed.
      await run()
    }
  }
  const alone = async (change: () => Promise<void>): Promise<void> => {
    if (changing) throw new RpcError('conflict', 'the feed is being changed already')
    changing = true
    await change().finally(() => (changing = false))
  }
  const meet = (address: FeedAddress, confirmation: string | undefined): Promise<SharedFeed> =>
    asking(async () => {
      const http = feedHttp(address, AbortSignal.timeout(joinWithin))
      const { key } = await http.info()
      if (!place.shared && key === ledger.feedKey())
        throw new RpcError('conflict', 'this is the feed of this console itself')
      if (key !== ledger.feedKey()) requireConfirmed(confirmation)
      await http.enrol(identity.key, identity.name)
      return { ...addressOf(address), key }
    })

  return {
    state: () => ({
      use: place.shared ? 'shared' : 'own',
      ...(place.shared ? { url: place.shared.url, ...authorityOf(place.shared) } : {}),
      ...lostNow(),
      leftBehind: leftBehind(),
    }),
    open: async () => {
      place = readPlace(directory)
      const held = ledger.feedKey()
      const due = keyToHold(place, held)
      if (due !== held) await blacklist.switchTo(due, offerFrom(place))
      await run()
    },
    join: (address, confirmation) =>
      alone(async () => {
        const shared = await meet(address, confirmation)
        const mine = place.shared ? place.own : ledger.feedKey()
        await become({ version: 1, shared, ...(mine === undefined ? {} : { own: mine }) })
      }),
    leave: (confirmation) =>
      alone(async () => {
        const { shared, own: mine } = place
        if (!shared) throw new RpcError('conflict', 'this console uses its own feed already')
        requireConfirmed(confirmation)
        await become({ version: 1, left: shared.key, ...(mine === undefined ? {} : { own: mine }) })
      }),
    followRestored: (confirmation) =>
      alone(async () => {
        const { lost } = lostNow()
        if (lost === undefined) throw new RpcError('conflict', 'the feed has lost nothing that this console has seen')
        if (confirmation?.trim() !== String(lost))
          throw new RpcError('refused', `${lost} records would be set aside; type ${lost} to do so`, 'confirmation')
        await own.stop()
        try {
          await blacklist.beginAnew()
        } finally {
          await run()
        }
      }),
    close: () => own.stop(),
  }
}

/** A team gets the labels and campaigns of the console that joins it. */
const offerFrom = ({ shared, own }: FeedPlace): string | undefined => (shared ? (own ?? noFeed) : undefined)

/** Without the code: it works once. */
const addressOf = ({ url, token, ca }: Pick<SharedFeed, 'url' | 'token' | 'ca'>): FeedAddress => ({
  url,
  token,
  ...(ca === undefined ? {} : { ca }),
})

function authorityOf({ ca }: SharedFeed): { authority?: FeedAuthority } {
  const authority = ca === undefined ? undefined : describeAuthority(ca)
  return authority ? { authority } : {}
}

function keep(directory: string, place: FeedPlace): void {
  try {
    writePlace(directory, place)
  } catch (error) {
    throw new RpcError('read-only', `nothing was changed: ${storageFault(error) ?? String(error)}`)
  }
}
