import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { GuessCheck } from '../../../contract/console/sources.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import { useApi } from '../../api/use-api.ts'

export type CheckState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly since: number }
  | { readonly kind: 'done'; readonly check: GuessCheck }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: string }

export interface GuessChecking {
  readonly state: Readonly<ShallowRef<CheckState>>
  readonly start: () => Promise<void>
  readonly cancel: () => void
  readonly forget: () => void
}

/** The engine ends by itself after some ten seconds; this is for one that does not answer at all. */
const timeout = 60_000

/** Tries known passwords on the digests of a source. Leaving the screen ends it; what was found is kept. */
export function useGuessCheck(address: () => string, ended: () => void): GuessChecking {
  const api = useApi()
  const state = shallowRef<CheckState>({ kind: 'none' })
  let abort: AbortController | undefined

  async function start(): Promise<void> {
    if (state.value.kind === 'running') return
    abort = new AbortController()
    state.value = { kind: 'running', since: Date.now() }
    state.value = await api
      .call('source.checkGuesses', { address: address() }, { signal: abort.signal, timeout })
      .then((check): CheckState => ({ kind: 'done', check }), failure)
    ended()
  }

  onScopeDispose(() => abort?.abort())
  return {
    state,
    start,
    cancel: () => abort?.abort(),
    forget: () => (state.value = { kind: 'none' }),
  }
}

const failure = (error: unknown): CheckState =>
  error instanceof RpcError && error.code === 'cancelled'
    ? { kind: 'cancelled' }
    : { kind: 'failed', error: error instanceof Error ? error.message : String(error) }
