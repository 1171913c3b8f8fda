import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import {
  mostInboxRows,
  type InboxDecisions,
  type InboxList,
  type InboxRisk,
  type InboxSources,
} from '../../../contract/console/inbox.ts'
import { useApi } from '../../api/use-api.ts'
import { useCall, type CallState } from '../../composables/useCall.ts'
import { useTeam } from '../../composables/useTeam.ts'
import { useLive } from '../../stores/live.ts'
import { isOfDecisions } from './list-names.ts'
import { itemsOf, subjectOf, type InboxItem } from './item.ts'
import { steady, type Held } from './steady.ts'

const step = 100
/** Milliseconds: what is snoozed comes back, and what was published ends, without a message from anybody. */
const lookAgain = 30_000

export interface Inbox {
  readonly list: Ref<InboxList>
  /** Sources of this risk alone, and nothing to decide about bans. */
  readonly risk: Ref<InboxRisk | undefined>
  /** The rows are those of this list. */
  readonly answered: ComputedRef<boolean>
  readonly items: Readonly<Ref<readonly InboxItem[]>>
  /** What would move the row under the cursor. */
  readonly held: Readonly<Ref<Held | undefined>>
  readonly sources: CallState<InboxSources>
  readonly decisions: CallState<InboxDecisions>
  /** Key of the row under the cursor. */
  readonly active: Ref<string | number | undefined>
  /** The last row is in sight. */
  readonly readOn: () => void
  readonly refresh: () => void
  /** Something is about to be done about these: where they leave the list, the next row takes their place. */
  readonly actOn: (subjects: readonly string[]) => void
  /** What was done about these was taken back: they come back to where they were. */
  readonly comeBack: (subjects: readonly string[]) => void
  /** Shows what is held; the cursor goes to the first row. */
  readonly showHeld: () => void
}

/** The rows of one list, kept current without moving the row under the cursor. */
export function useInbox(): Inbox {
  const list = ref<InboxList>('open')
  const risk = ref<InboxRisk>()
  const active = ref<string | number>()
  const { sources, decisions, answered, latest, readOn } = useAnswers(list, risk)
  const items = shallowRef<readonly InboxItem[]>([])
  const held = shallowRef<Held>()
  const acted = new Set<string>()
  const returning = new Set<string>()

  const empty = (): void => {
    acted.clear()
    returning.clear()
    items.value = []
    held.value = undefined
  }
  const take = (now: readonly InboxItem[], all = false): void => {
    const next = steady(all ? [] : items.value, now, active.value, (key) => acted.has(subjectOf(key)))
    active.value = next.active
    items.value = next.rows
    held.value = next.held
  }
  watch([list, risk], empty, { flush: 'sync' })
  onScopeDispose(useApi().onChange((topics) => topics.has('workspace') && empty()))
  /** Whether one comes that was asked for: that is shown wherever it belongs. */
  const returns = (now: readonly InboxItem[]): boolean =>
    now.filter(({ key }) => returning.delete(subjectOf(key))).length > 0
  watch(latest, (now) => now && take(now, returns(now)), { flush: 'sync', immediate: true })
  const refresh = (): void => {
    sources.refresh()
    decisions.refresh()
  }
  return {
    ...{ list, risk, answered, items, held, sources, decisions, active, readOn, refresh },
    actOn: (subjects) => subjects.forEach((subject) => acted.add(subject)),
    comeBack: (subjects) => {
      for (const subject of subjects) returning.add(subject)
      refresh()
    },
    showHeld: () => {
      take(latest.value ?? [], true)
      active.value = items.value[0]?.key
    },
  }
}

interface Answers extends Pick<Inbox, 'sources' | 'decisions' | 'answered' | 'readOn'> {
  /** The newest rows of the list that is asked for; nothing until they are there. */
  readonly latest: ComputedRef<readonly InboxItem[] | undefined>
}

function useAnswers(list: Ref<InboxList>, risk: Ref<InboxRisk | undefined>): Answers {
  const live = useLive()
  const { me, call: team } = useTeam()
  const limit = ref(step)
  watch([list, risk], () => (limit.value = step), { flush: 'sync' })
  const current = {
    refreshOn: ['events', 'bans', 'whitelist', 'campaigns', 'labels', 'inbox', 'people', 'feed'],
    throttle: 2000,
    every: lookAgain,
    paused: () => live.paused,
  } as const
  const asked = computed(() => ({ list: list.value, ...(risk.value === undefined ? {} : { risk: risk.value }) }))
  const sources = useCall('inbox.sources', () => ({ ...asked.value, limit: limit.value }), current)
  const decisions = useCall(
    'inbox.decisions',
    () => (me.value && isOfDecisions(asked.value.list) ? { list: asked.value.list, me: me.value.key } : undefined),
    current,
  )
  const wantsDecisions = computed(() => isOfDecisions(list.value) && risk.value === undefined)
  /** Both together, or the cursor would stand on a source before what comes first is there. */
  const answered = computed(() => {
    const found = sources.data.value
    const isWaiting = wantsDecisions.value && !decisions.error.value && !team.error.value
    const isThis = found !== undefined && found.list === list.value && found.risk === risk.value
    return isThis && (!isWaiting || decisions.data.value?.list === list.value)
  })
  const latest = computed(() => {
    if (!answered.value) return undefined
    const waiting = wantsDecisions.value ? decisions.data.value : undefined
    return itemsOf(waiting?.list === list.value ? waiting.rows : [], sources.data.value?.rows ?? [])
  })
  const readOn = (): void => {
    const found = sources.data.value
    if (found && found.rows.length >= limit.value) limit.value = Math.min(mostInboxRows, limit.value + step)
  }
  return { sources, decisions, answered, latest, readOn }
}
