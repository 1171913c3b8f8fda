import { onScopeDispose, watch } from 'vue'
import type { ConsoleStreams } from '../../contract/console/index.ts'
import type { ParamsOf, ResultOf } from '../../contract/rpc/table.ts'
import { useApi } from '../api/use-api.ts'

/**
 * Reads a stream for as long as the view lives, and opens it anew after each reconnection and change of workspace;
 * `opened` is told then, so that what was gathered before can be dropped.
 */
export function useStream<Name extends keyof ConsoleStreams>(
  name: Name,
  params: () => ParamsOf<ConsoleStreams[Name]>,
  take: (item: ResultOf<ConsoleStreams[Name]>) => void,
  opened?: () => void,
): void {
  const api = useApi()
  let abort: AbortController | undefined

  const read = async (signal: AbortSignal): Promise<void> => {
    opened?.()
    for await (const item of api.stream(name, params(), { signal })) if (!signal.aborted) take(item)
  }

  const reopen = (): void => {
    abort?.abort()
    if (api.connection.value.state !== 'open') return
    abort = new AbortController()
    // A stream ends with an error only when the connection does; the next one opens it again.
    read(abort.signal).catch(() => undefined)
  }

  const stopListening = api.onChange((topics) => topics.has('workspace') && reopen())
  watch(params, reopen, { immediate: true })
  onScopeDispose(() => {
    stopListening()
    abort?.abort()
  })
}
