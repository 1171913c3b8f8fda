import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import type { SearchHit } from '../../contract/console/app.ts'
import type { RpcError } from '../../contract/rpc/error.ts'
import { allCommands, isOffered, type Command } from '../commands/registry.ts'
import { useCall } from '../composables/useCall.ts'
import { useOverlays } from '../stores/overlays.ts'
import { visibleString } from '../text/visible.ts'
import { rankCommands } from './rank.ts'
import { useOpenHit } from './useOpenHit.ts'

export type Entry =
  | {
      readonly kind: 'command'
      readonly id: string
      readonly title: string
      readonly of?: string
      readonly keys?: string
      /** Why it cannot be chosen. */
      readonly blocked?: string
      run(): void
    }
  | { readonly kind: 'hit'; readonly id: string; readonly hit: SearchHit; run(): void }

function entryOf(command: Command): Entry {
  const { id, title, of, keys, run } = command
  const blocked = command.blocked?.()
  return {
    ...{ kind: 'command', id, title, run },
    ...(of ? { of } : {}),
    ...(keys?.[0] ? { keys: keys[0] } : {}),
    ...(blocked === undefined ? {} : { blocked }),
  }
}

interface Palette {
  readonly text: Ref<string>
  /** Which entry is marked. */
  readonly at: Ref<number>
  readonly entries: ComputedRef<readonly Entry[]>
  readonly searching: ComputedRef<boolean>
  readonly error: ComputedRef<RpcError | undefined>
  /** Takes the marked entry, as soon as it belongs to what was typed. */
  readonly enter: () => void
  readonly choose: (entry: Entry | undefined) => void
}

/** What the palette offers for what is typed: what is found first, then commands by rank, and at last a filter. */
export function usePalette(): Palette {
  const overlays = useOverlays()
  const router = useRouter()
  const openHit = useOpenHit()
  const text = ref('')
  const at = ref(0)

  const searched = computed(() => (text.value.startsWith('>') ? '' : text.value.replace(/^[@#]/, '').trim()))
  const found = useCall('search.quick', () => (searched.value ? { text: searched.value.slice(0, 200) } : undefined))

  const commands = computed((): Entry[] =>
    rankCommands(
      allCommands.value.filter((command) => !command.keysOnly && isOffered(command)),
      text.value.replace(/^>/, '').trim(),
    ).map(entryOf),
  )
  const hits = computed((): Entry[] =>
    (searched.value ? (found.data.value ?? []) : []).map((hit) => ({
      kind: 'hit',
      id: `${hit.kind}:${hit.target}`,
      hit,
      run: () => void openHit(hit),
    })),
  )
  /** Whatever was typed can be a filter; last, so that it is taken first only when nothing else is found. */
  const asFilter = computed((): Entry[] => {
    const filter = searched.value
    const run = (): void => void router.push({ name: 'explore', query: { filter } })
    return filter ? [{ kind: 'command', id: 'explore', title: `Explore: ${visibleString(filter, 80)}`, run }] : []
  })
  const entries = computed(() => [...[...hits.value, ...commands.value].slice(0, 60), ...asFilter.value])
  watch(text, () => (at.value = 0))
  watch(
    () => overlays.palette,
    () => (text.value = ''),
  )

  /** Enter may come before the answer to what was typed: it then waits, and does not open what an older text found. */
  const entered = ref(false)
  watch(text, () => (entered.value = false))
  watch(found.loading, (busy) => !busy && entered.value && choose(entries.value[at.value]))
  /** A command whose whole name was typed needs no answer: one that asks for a file must follow the key within seconds. */
  function named(): Entry | undefined {
    const name = (words: string): string => words.replace(/\s*…$/, '').trim().toLowerCase()
    return commands.value.find((entry) => entry.kind === 'command' && name(entry.title) === name(text.value))
  }
  function enter(): void {
    if (!found.loading.value) return choose(entries.value[at.value])
    const command = at.value === 0 ? named() : undefined
    if (command) choose(command)
    else entered.value = true
  }

  function choose(entry: Entry | undefined): void {
    if (!entry || (entry.kind === 'command' && entry.blocked !== undefined)) return
    entered.value = false
    overlays.palette = false
    entry.run()
  }

  return {
    ...{ text, at, entries, enter, choose },
    searching: computed(() => found.loading.value),
    error: computed(() => found.error.value),
  }
}
