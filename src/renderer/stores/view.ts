import { defineStore } from 'pinia'
import { ref, watch, type Ref } from 'vue'

/** How the analyst wants to see things; kept in this browser. */
export const useView = defineStore('view', () => {
  const theme = kept<'dark' | 'light'>('theme', 'dark')
  const density = kept<'compact' | 'comfortable'>('density', 'compact')
  const zone = kept<'utc' | 'local'>('zone', 'utc')
  /** Whether single letters act as keys. */
  const letters = kept<'on' | 'off'>('letters', 'on')
  const toggleTheme = (): void => void (theme.value = theme.value === 'dark' ? 'light' : 'dark')
  const toggleZone = (): void => void (zone.value = zone.value === 'utc' ? 'local' : 'utc')
  const toggleDensity = (): void => void (density.value = density.value === 'compact' ? 'comfortable' : 'compact')
  const toggleLetters = (): void => void (letters.value = letters.value === 'on' ? 'off' : 'on')
  return { theme, density, zone, letters, toggleTheme, toggleZone, toggleDensity, toggleLetters }
})

function kept<Value extends string>(name: string, initial: Value): Ref<Value> {
  const key = `honeynet.${name}`
  const value = ref((localStorage.getItem(key) as Value | null) ?? initial) as Ref<Value>
  watch(value, (chosen) => localStorage.setItem(key, chosen))
  return value
}
