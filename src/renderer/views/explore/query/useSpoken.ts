import { onScopeDispose, ref, watch, type Ref, type WatchSource } from 'vue'

/** Typing must not make a screen reader speak over itself. */
const resting = 900

/** What is to be read aloud, once what it depends on has come to rest. */
export function useSpoken(when: readonly WatchSource[], words: () => string): Readonly<Ref<string>> {
  const said = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  watch([...when], () => {
    clearTimeout(timer)
    timer = setTimeout(() => (said.value = words()), resting)
  })
  onScopeDispose(() => clearTimeout(timer))
  return said
}
