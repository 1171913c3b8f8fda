import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { AuditPart, AuditRow } from '../../../../contract/console/audit.ts'
import type { RpcError } from '../../../../contract/rpc/error.ts'
import { useApi } from '../../../api/use-api.ts'
import { useCall } from '../../../composables/useCall.ts'
import { useToasts } from '../../../stores/toasts.ts'
import { newsOf, type News, type Trail } from './merged.ts'

interface UsedTrail {
  readonly rows: ComputedRef<readonly AuditRow[]>
  /** Older records are to be had. */
  readonly more: ComputedRef<boolean>
  readonly loading: Readonly<Ref<boolean>>
  readonly error: Readonly<Ref<RpcError | undefined>>
  /** Records that came while somebody reads further down: shown once they ask for them. */
  readonly held: ComputedRef<News | undefined>
  readonly showHeld: () => void
  readonly readOn: () => Promise<void>
  readonly retry: () => void
}

/** All that a record of any kind is told under. */
const refreshOn = ['feed', 'bans', 'whitelist', 'people', 'labels', 'campaigns'] as const
const limit = 200

/** The audit trail, kept current. @param atTop whether new records may come in without moving what is being read */
export function useTrail(part: () => AuditPart | undefined, atTop: () => boolean): UsedTrail {
  const api = useApi()
  const toasts = useToasts()
  const of = computed(() => ({ limit, ...(part() === undefined ? {} : { part: part() }) }))
  const newest = useCall('ledger.records', () => of.value, { refreshOn, throttle: 500 })
  const trail = shallowRef<Trail>()
  const reading = ref(false)
  const held = shallowRef<News>()

  const show = (news: News): void => {
    trail.value = news.trail
    held.value = undefined
  }
  const take = (page: Trail | undefined): void => {
    if (!page) return
    const news = newsOf(trail.value, page)
    if (atTop() || news.count === 0) show(news)
    else held.value = news
  }
  watch(of, () => (trail.value = held.value = undefined), { flush: 'sync' })
  watch(newest.data, take)
  watch(atTop, (now) => now && held.value && show(held.value))

  async function readOn(): Promise<void> {
    const before = trail.value
    if (before?.next === undefined || reading.value) return
    reading.value = true
    try {
      const { rows, next } = await api.call('ledger.records', { ...of.value, cursor: before.next })
      // What came on top meanwhile stays; another part of the ledger does not.
      if (trail.value?.next !== before.next) return
      trail.value = { rows: [...trail.value.rows, ...rows], ...(next === undefined ? {} : { next }) }
    } catch (error) {
      toasts.failed('Older records could not be read', error)
    } finally {
      reading.value = false
    }
  }

  return {
    rows: computed(() => trail.value?.rows ?? []),
    more: computed(() => trail.value?.next !== undefined),
    loading: newest.loading,
    error: newest.error,
    held: computed(() => held.value),
    showHeld: () => held.value && show(held.value),
    readOn,
    retry: newest.refresh,
  }
}
