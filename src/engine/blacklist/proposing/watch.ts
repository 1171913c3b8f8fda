import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { AttackingAgain, WatchFound } from '../../../contract/console/proposing.ts'
import type { Topic } from '../../../contract/console/index.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { Changes } from '../../changes.ts'
import { foldPeople, teamOf } from '../../people/team.ts'
import type { Readers } from '../../readers/pool.ts'
import type { LiveState } from '../../readers/reading.ts'
import type { Blacklist } from '../blacklist.ts'

interface Surroundings {
  readonly blacklist: Blacklist
  readonly readers: Readers
  readonly live: () => LiveState
  readonly changes: Changes
  readonly log: Logger
  readonly now: () => number
}

/** Milliseconds between two looks while something changes, and between those although nothing did: bans enter their last day. */
const pause = 5_000
const atLatest = 10 * 60_000
/** After an attempt that the feed refused, the ban is left alone for so long. */
const patience = 86_400_000
const worthALook: ReadonlySet<Topic> = new Set(['events', 'bans', 'feed', 'people', 'workspace'])

/**
 * Proposes by itself more time for published bans whose addresses attack again. It only proposes: a person decides, as on
 * every other extension. Where several consoles watch, the feed takes the first and the others drop theirs.
 * @returns its stop.
 */
export function startWatch({ blacklist, readers, live, changes, log, now }: Surroundings): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  /** By ban, until when it is left alone. */
  const leftAlone = new Map<string, number>()

  const propose = async ({ ban, extension }: AttackingAgain): Promise<void> => {
    if ((leftAlone.get(ban) ?? 0) > now()) return
    leftAlone.set(ban, now() + patience)
    try {
      await blacklist.act('ban.extension-proposed', ban, extension)
      log.info({ ban }, 'proposed more time for a ban whose address attacks again')
    } catch (error) {
      // Whatever is wrong with one must not keep the others from being proposed.
      if (error instanceof RpcError) log.info({ ban, why: error.message }, 'more time was not proposed')
      else log.warn({ ban, err: error }, 'more time could not be proposed')
    }
  }
  const look = async (): Promise<void> => {
    if (!mayPropose(blacklist, now())) return
    for (const [ban, until] of leftAlone) if (until <= now()) leftAlone.delete(ban)
    const { again } = (await readers.ask('bans.again', {}, { live: live(), signal })) as WatchFound
    for (const each of again) await propose(each)
  }
  const lookOnce = async (): Promise<void> => {
    await look().catch((error: unknown) => isOver(signal) || log.warn({ err: error }, 'the watch over bans failed'))
    await sleep(pause, undefined, { signal }).catch(() => undefined)
  }
  /** What is published while it looks or rests is in the next item. */
  const onChange = async (): Promise<void> => {
    for await (const topics of changes.stream(signal))
      if (topics.some((topic) => worthALook.has(topic))) await lookOnce()
  }
  const inTime = async (): Promise<void> => {
    while (!isOver(signal)) {
      await sleep(atLatest, undefined, { signal }).catch(() => undefined)
      if (!isOver(signal)) await lookOnce()
    }
  }
  const running = Promise.all([onChange(), inTime()])
  return async () => {
    stopping.abort()
    await running
  }
}

const isOver = (signal: AbortSignal): boolean => signal.aborted

/** The feed would refuse it, or nothing can be signed here; and while it is away nothing new is known of bans. */
function mayPropose({ client, ledger, identity }: Blacklist, now: number): boolean {
  if (client.state().state !== 'connected') return false
  const { me } = teamOf(foldPeople(ledger.peopleRecords()), identity, now)
  return me.sealed === undefined && me.state === 'admitted' && me.roles.includes('analyst')
}
