import { onScopeDispose, watch } from 'vue'
import { useRouter } from 'vue-router'
import { register } from '../commands/registry.ts'
import { useCall } from '../composables/useCall.ts'
import { visibleString } from '../text/visible.ts'
import { writeLink } from '../views/explore/query/link.ts'

/** Lets the palette find saved views, wherever the analyst is. */
export function useViewCommands(): void {
  const router = useRouter()
  const views = useCall('views.list', () => ({}), { refreshOn: ['views'] })
  let stop = (): void => undefined
  watch(views.data, (list = []) => {
    stop()
    stop = register(
      list.map(({ id, name, filter, tab }) => ({
        id: `view.${id}`,
        title: `Explore: view ${visibleString(name, 80)}`,
        group: 'Go to',
        run: () => void router.push({ name: 'explore', query: writeLink({ filter, tab }) }),
      })),
    )
  })
  onScopeDispose(() => stop())
}
