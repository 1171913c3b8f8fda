import { getCurrentScope, onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { ConsoleCalls, Topic } from '../../contract/console/index.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { ParamsOf, ResultOf } from '../../contract/rpc/table.ts'
import { useApi } from '../api/use-api.ts'
import { createReader } from './reader.ts'
import { pageTimers } from './timers.ts'

export interface CallOptions {
  /** Topics after which to read again; `workspace` always counts. */
  readonly refreshOn?: readonly Topic[]
  /** Least milliseconds between two reads after changes; 1,000 when absent. */
  readonly throttle?: number
  /** Reads again this often (milliseconds) even when nothing changes, for what moves with the clock. */
  readonly every?: number
  /** While true nothing is read again; the moment it ends, everything is. */
  readonly paused?: () => boolean
}

export interface CallState<Result> {
  /** The last answer; it stays while the next one is on its way, and after an error. */
  readonly data: Readonly<ShallowRef<Result | undefined>>
  readonly error: Readonly<ShallowRef<RpcError | undefined>>
  readonly loading: Readonly<ShallowRef<boolean>>
  /** When `data` was read, UTC milliseconds. */
  readonly readAt: Readonly<ShallowRef<number | undefined>>
  readonly refresh: () => void
}

/**
 * Reads one call and keeps it current: again when what `params` depends on changes, when a topic of `refreshOn`
 * changes, and when the workspace changes. `params` returning `undefined` means: nothing to ask now.
 * Times inside `params` (such as "the last hour") are worked out at each read.
 */
export function useCall<Name extends keyof ConsoleCalls>(
  name: Name,
  params: () => ParamsOf<ConsoleCalls[Name]> | undefined,
  options: CallOptions = {},
): CallState<ResultOf<ConsoleCalls[Name]>> {
  type Result = ResultOf<ConsoleCalls[Name]>
  const api = useApi()
  const data = shallowRef<Result>()
  const error = shallowRef<RpcError>()
  const loading = shallowRef(false)
  const readAt = shallowRef<number>()

  const reader = createReader<Result | undefined>({
    read: async (signal) => {
      const wanted = params()
      return wanted === undefined ? undefined : api.call(name, wanted, { signal, timeout: 30_000 })
    },
    done(value) {
      data.value = value
      error.value = undefined
      readAt.value = Date.now()
    },
    failed(problem) {
      if (problem instanceof RpcError && problem.code === 'cancelled') return
      error.value = problem instanceof RpcError ? problem : new RpcError('internal', String(problem))
    },
    busy: (busy) => (loading.value = busy),
    throttle: options.throttle ?? 1000,
    timers: pageTimers,
    now: () => performance.now(),
  })

  const paused = (): boolean => options.paused?.() ?? false
  const refresh = (): void => {
    if (!paused()) reader.refresh()
  }
  const wanted = new Set<Topic>(options.refreshOn)
  const stopListening = api.onChange((topics) => {
    if (topics.has('workspace')) reader.restart()
    else if ([...topics].some((topic) => wanted.has(topic))) refresh()
  })
  watch(params, () => reader.restart(), { immediate: true })
  watch(paused, (now) => now || reader.restart())
  const ticking = options.every === undefined ? undefined : setInterval(refresh, options.every)
  if (getCurrentScope()) onScopeDispose(() => (stopListening(), clearInterval(ticking), reader.stop()))

  return { data, error, loading, readAt, refresh: () => reader.restart() }
}
