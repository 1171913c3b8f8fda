import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Which of the frame's own windows is open. */
export const useOverlays = defineStore('overlays', () => {
  const palette = ref(false)
  const sheet = ref(false)
  const jobs = ref(false)
  return { palette, sheet, jobs }
})
