import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What Live is told by the whole frame: whether it stands still, and which country it is narrowed to. */
export const useLive = defineStore('live', () => {
  const paused = ref(false)
  const country = ref<string>()
  const togglePause = (): void => void (paused.value = !paused.value)
  const narrow = (code: string | undefined): void => void (country.value = code)
  return { paused, country, togglePause, narrow }
})
