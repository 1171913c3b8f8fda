import { computed, watch, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { ExploreTab } from '../../../../contract/console/explore.ts'
import { useRange } from '../../../stores/range.ts'
import { isSameRange, readLink, writeLink, type ExploreLink, type ExploreSort } from './link.ts'

/** The parts of Explore's address that views read and write; each write is a step that Back takes back. */
export interface LinkState {
  readonly filter: WritableComputedRef<string>
  readonly tab: WritableComputedRef<ExploreTab>
  readonly answers: WritableComputedRef<boolean>
  readonly sort: WritableComputedRef<ExploreSort | undefined>
  readonly hunt: WritableComputedRef<number | undefined>
}

/**
 * Keeps Explore's state in the address of the page, so that links, reload, back and forward mean what was on screen.
 * The range of the top bar is part of it: a link without one leaves that as it is.
 */
export function useLink(): LinkState {
  const route = useRoute()
  const router = useRouter()
  const range = useRange()
  const name = route.name
  let link = readLink(route.query)
  const current = computed(() => {
    // While another screen is on its way in, this one stays as it was.
    if (route.name === name) link = readLink(route.query)
    return link
  })

  /** Changes made in one go are one step. */
  let next: ExploreLink | undefined
  const go = (change: Partial<ExploreLink>, how: 'push' | 'replace' = 'push'): void => {
    const isFirst = next === undefined
    next = { ...(next ?? current.value), ...change }
    if (isFirst) queueMicrotask(() => leave(how))
  }
  const leave = (how: 'push' | 'replace'): void => {
    const query = next && writeLink(next)
    next = undefined
    if (query && route.name === name) void router[how]({ query })
  }

  const obey = ({ range: choice }: ExploreLink): void => {
    if (!choice || isSameRange(choice, range.choice)) return
    if (choice.kind === 'last') range.follow(choice.preset)
    else range.pin(choice.range)
  }
  obey(link)
  if (!link.range) go({ range: range.choice }, 'replace')
  watch(current, obey)
  watch(
    () => range.choice,
    (choice) => {
      const { range: known } = current.value
      if (!known || !isSameRange(known, choice)) go({ range: choice })
    },
  )

  const part = <Value>(read: (from: ExploreLink) => Value, change: (to: Value) => Partial<ExploreLink>) =>
    computed<Value>({
      get: () => read(current.value),
      set: (value) => {
        if (JSON.stringify(value) !== JSON.stringify(read(next ?? current.value))) go(change(value))
      },
    })
  return {
    filter: part(
      (from) => from.filter,
      (filter) => ({ filter, hunt: undefined }),
    ),
    // An order belongs to the columns of one tab.
    tab: part(
      (from) => from.tab,
      (tab) => ({ tab, sort: undefined }),
    ),
    answers: part(
      (from) => from.answers,
      (answers) => ({ answers }),
    ),
    sort: part(
      (from) => from.sort,
      (sort) => ({ sort }),
    ),
    hunt: part(
      (from) => from.hunt,
      (hunt) => ({ hunt }),
    ),
  }
}
