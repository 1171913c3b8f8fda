import { computed, inject, provide, ref, shallowRef, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'
import type { Checked, ExploreTab, Query } from '../../../contract/console/explore.ts'
import type { Range } from '../../../contract/console/vocabulary.ts'
import type { RpcError } from '../../../contract/rpc/error.ts'
import { addTerm, type Sense } from '../../../filter/edit.ts'
import type { FieldName } from '../../../filter/fields.ts'
import { parseFilter, type Parsed } from '../../../filter/parse.ts'
import { useRange } from '../../stores/range.ts'
import { useView } from '../../stores/view.ts'
import { zoneName } from '../../text/time.ts'
import type { ExploreSort } from './query/link.ts'
import { isBound, withinRange } from './query/times.ts'
import { typable } from './query/typable.ts'
import { useCheck } from './query/useCheck.ts'
import { useLink } from './query/useLink.ts'

/** What Explore asks, for the bar that changes it and for the panels that answer it. */
export interface ExploreQuery {
  /** As it is being typed; may have errors. */
  readonly text: Ref<string>
  /** What `text` says. */
  readonly parsed: ComputedRef<Parsed>
  /**
   * The last filter without an error, a moment after somebody stops typing. A range that ends now ends when it was
   * asked: rows stand still until `ask` is called.
   */
  readonly query: ComputedRef<Query | undefined>
  /** When that was, UTC milliseconds. */
  readonly askedAt: ComputedRef<number | undefined>
  /** How much `text` matches, by the engine; the last answer stays while `checking`. */
  readonly checked: Readonly<Ref<Checked | undefined>>
  readonly checking: ComputedRef<boolean>
  /** Why it was not counted. */
  readonly checkError: Readonly<Ref<RpcError | undefined>>
  readonly tab: Ref<ExploreTab>
  readonly sort: Ref<ExploreSort | undefined>
  readonly answers: Ref<boolean>
  /** The hunt whose hits are shown in place of the tabs. */
  readonly hunt: Ref<number | undefined>
  /** IANA name of the zone on screen. */
  readonly zone: ComputedRef<string>
  /** Whether the filter says itself when; the top bar's range then has no say. */
  readonly namesTime: ComputedRef<boolean>
  /** What a key on a cell does with its value. */
  readonly addTerm: (field: FieldName, value: string, sense: Sense) => void
  /** A stretch chosen in a chart: pins the top bar's range, and takes the filter's own times away. */
  readonly setRange: (range: Range) => void
  /** Another filter from a choice, a list or a link, asked at once. */
  readonly replace: (text: string) => void
  /** Asks again as of now, and keeps the filter in the browser's history. False when it has an error. */
  readonly ask: () => boolean
}

/** How long somebody has to stop typing before the panels follow; the count beside the filter is much quicker. */
const settling = 350

const key: InjectionKey<ExploreQuery> = Symbol('explore query')

/** What Explore asks; only below ExploreView. */
export function useExploreQuery(): ExploreQuery {
  const query = inject(key)
  if (!query) throw new Error('no query of Explore was provided')
  return query
}

/** Made once, by ExploreView. */
export function provideExploreQuery(): ExploreQuery {
  const range = useRange()
  const view = useView()
  const link = useLink()
  const text = ref(typable(link.filter.value))
  const asked = shallowRef<{ readonly text: string; readonly namesTime: boolean; readonly at: number }>()
  const zone = computed(() => zoneName(view.zone))
  const parsed = computed(() => parseFilter(text.value, { now: Date.now(), zone: zone.value }))
  const timed = computed(() => parsed.value.filter !== undefined && isBound(parsed.value.filter))

  const askText = (): boolean => {
    clearTimeout(timer)
    if (!parsed.value.filter) return false
    asked.value = { text: text.value, namesTime: timed.value, at: Date.now() }
    return true
  }
  const rounds = ref(0)
  const ask = (): boolean => {
    if (!askText()) return false
    rounds.value += 1
    link.filter.value = text.value
    return true
  }
  const replace = (next: string): void => {
    text.value = typable(next)
    ask()
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(text, (now) => {
    clearTimeout(timer)
    if (asked.value?.text !== now) timer = setTimeout(askText, settling)
  })
  watch(link.filter, (now) => {
    if (typable(now) === text.value) return
    text.value = typable(now)
    askText()
  })
  onBeforeRouteLeave(() => clearTimeout(timer))
  askText()

  const bound = (names: boolean): Pick<Query, 'range'> => (names ? {} : { range: range.current() })
  const common = computed(() => ({ zone: zone.value, answers: link.answers.value }))
  const query = computed(
    () => asked.value && { filter: asked.value.text, ...common.value, ...bound(asked.value.namesTime) },
  )
  const check = useCheck(
    () => parsed.value.filter && { filter: text.value, ...common.value, ...bound(timed.value) },
    () => rounds.value,
  )

  const state: ExploreQuery = {
    ...{ text, parsed, query, zone, namesTime: timed, ask, replace },
    ...{ tab: link.tab, sort: link.sort, answers: link.answers, hunt: link.hunt },
    ...check,
    askedAt: computed(() => asked.value?.at),
    addTerm: (field, value, sense) => replace(addTerm(text.value, field, value, sense)),
    setRange(next) {
      replace(withinRange(text.value, parsed.value, next))
      range.pin(next)
    },
  }
  provide(key, state)
  return state
}
