import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Topic } from '../../../contract/console/index.ts'
import type { Changes } from '../../changes.ts'
import { storageFault } from '../../store/error.ts'
import type { Store } from '../../store/open.ts'
import { keepSuggestions } from '../../store/suggestions/kept.ts'
import { startFollower, type FollowerThread } from './thread.ts'

interface Surroundings {
  readonly store: Store
  readonly changes: Changes
  readonly log: Logger
  /** Of the worker: src/engine/campaigns/following/worker.ts. */
  readonly file: string
  /** Milliseconds before the first look, which reads all, and at least between two. */
  readonly pauses?: { readonly first: number; readonly between: number }
}

/** The first look is no part of the start: what was found last is kept. */
const usual = { first: 15_000, between: 10_000 }
/** It rests so many times longer than it looked. */
const rest = 20
const worthALook: ReadonlySet<Topic> = new Set(['events', 'campaigns', 'workspace', 'analysis', 'data'])
/** What is said of messages that were stored long before may be something else now. */
const worthAll: ReadonlySet<Topic> = new Set(['analysis', 'workspace'])

/**
 * Keeps the campaigns that suggest themselves up to date with what the store holds, in a thread of its own and with what
 * changed alone.
 * @returns its stop.
 */
export function startFollowing({ store, changes, log, file, pauses = usual }: Surroundings): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  const pause = (time: number): Promise<unknown> => sleep(time, undefined, { signal }).catch(() => undefined)
  let thread: FollowerThread | undefined

  /** @returns milliseconds it took. */
  const look = async (anew: boolean): Promise<number> => {
    thread ??= startFollower(file, store.readPath)
    const { found, took } = await thread.look(anew)
    if (found && !isOver(signal) && store.health.guard(() => keepSuggestions(store.writer, found)))
      changes.publish('campaigns')
    return took
  }
  const lookOnce = async (anew: boolean): Promise<number> => {
    if (store.health.error !== undefined) return 0
    try {
      return await look(anew)
    } catch (error) {
      if (!isOver(signal) && storageFault(error) === undefined) log.warn({ err: error }, 'no campaigns were looked for')
      await thread?.close()
      thread = undefined
      return 0
    }
  }
  const lookAndRest = async (anew: boolean): Promise<void> => {
    const took = await lookOnce(anew)
    await pause(Math.max(pauses.between, rest * took))
  }
  /** What is published while it looks or rests is in the next item: it listens from before the first look on. */
  const run = async (): Promise<void> => {
    const heard = changes.stream(signal)
    let next = heard.next()
    await pause(pauses.first)
    if (!isOver(signal)) await lookAndRest(true)
    for (;;) {
      const item = await next
      // The stream still hands out what it heard before its end.
      if (item.done === true || isOver(signal)) return
      const topics: readonly Topic[] = item.value
      next = heard.next()
      if (topics.some((topic) => worthALook.has(topic))) await lookAndRest(topics.some((topic) => worthAll.has(topic)))
    }
  }
  const running = run()
  return async () => {
    stopping.abort()
    await thread?.close()
    await running
  }
}

const isOver = (signal: AbortSignal): boolean => signal.aborted
