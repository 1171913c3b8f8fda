import { readonly, ref, type Ref } from 'vue'

const now = ref(Date.now())
let started = false

/** The time of day as a ref, one timer for the whole page, one tick a second. */
export function useNow(): Readonly<Ref<number>> {
  if (!started) {
    started = true
    setInterval(() => (now.value = Date.now()), 1000)
  }
  return readonly(now)
}
