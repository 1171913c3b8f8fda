import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Range } from '../../contract/console/vocabulary.ts'

const minute = 60_000
export const presets = [
  { id: '5m', label: 'Last 5 minutes', duration: 5 * minute, keys: 't 5' },
  { id: '15m', label: 'Last 15 minutes', duration: 15 * minute, keys: 't 1' },
  { id: '1h', label: 'Last hour', duration: 60 * minute, keys: 't h' },
  { id: '6h', label: 'Last 6 hours', duration: 360 * minute, keys: 't 6' },
  { id: '24h', label: 'Last 24 hours', duration: 1440 * minute, keys: 't d' },
  { id: '7d', label: 'Last 7 days', duration: 7 * 1440 * minute, keys: 't w' },
] as const
export type PresetId = (typeof presets)[number]['id']

type Choice = { readonly kind: 'last'; readonly preset: PresetId } | { readonly kind: 'fixed'; readonly range: Range }

/** The stretch of time that Live looks at. A preset moves with the clock; a brushed stretch stands still. */
export const useRange = defineStore('range', () => {
  const choice = ref<Choice>({ kind: 'last', preset: '15m' })
  const preset = computed(() => presets.find(({ id }) => choice.value.kind === 'last' && id === choice.value.preset))
  const moving = computed(() => choice.value.kind === 'last')

  /** The range as it is now; depends on the choice, not on the clock. */
  const current = (): Range => {
    if (choice.value.kind === 'fixed') return choice.value.range
    const now = Date.now()
    return { from: now - (preset.value?.duration ?? 15 * minute), to: now }
  }
  const follow = (id: PresetId): void => void (choice.value = { kind: 'last', preset: id })
  const pin = (range: Range): void => void (choice.value = { kind: 'fixed', range })
  const freeze = (): void => pin(current())
  const shift = (direction: 1 | -1): void => {
    const { from, to } = current()
    const step = ((to - from) / 2) * direction
    pin({ from: from + step, to: to + step })
  }
  const zoomOut = (): void => {
    const { from, to } = current()
    pin({ from: from - (to - from) / 2, to: Math.min(Date.now(), to + (to - from) / 2) })
  }
  return { choice, preset, moving, current, follow, pin, freeze, shift, zoomOut }
})
