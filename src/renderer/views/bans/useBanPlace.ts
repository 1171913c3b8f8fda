import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { partNamed, type BanPart } from './parts.ts'

interface BanPlace {
  readonly part: WritableComputedRef<BanPart>
  /** The ban that a link names. */
  readonly ban: WritableComputedRef<string | undefined>
  /** Only published bans that end on this day, `2026-03-01` in the zone on screen. */
  readonly day: WritableComputedRef<string | undefined>
  show(place: { readonly ban?: string; readonly day?: string }): void
}

/** Where on the screen somebody is, kept in its address: a link leads there, and Back leads back. */
export function useBanPlace(): BanPlace {
  const route = useRoute()
  const router = useRouter()
  const text = (name: string): string | undefined => {
    const value = route.query[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const go = (query: Record<string, string | undefined>): void => void router.push({ name: 'bans', query })
  const now = (): Record<string, string | undefined> => ({ show: text('show'), ban: text('ban'), day: text('day') })
  return {
    part: computed({
      get: () => partNamed(route.query['show']),
      set: (part) => go({ show: part === 'lanes' ? undefined : part }),
    }),
    ban: computed({ get: () => text('ban'), set: (ban) => go({ ...now(), ban }) }),
    day: computed({ get: () => dayNamed(text('day')), set: (day) => go({ ...now(), day }) }),
    show: (place) => go(place),
  }
}

/** A link may say anything. */
const dayNamed = (text: string | undefined): string | undefined =>
  text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined
