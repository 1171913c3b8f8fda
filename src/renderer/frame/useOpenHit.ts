import { useRouter } from 'vue-router'
import type { SearchHit } from '../../contract/console/app.ts'
import type { Query } from '../../contract/console/explore.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import { useApi } from '../api/use-api.ts'
import { useRange } from '../stores/range.ts'
import { useToasts } from '../stores/toasts.ts'
import { useView } from '../stores/view.ts'
import { rangeText, zoneName } from '../text/time.ts'
import { visibleString } from '../text/visible.ts'
import { writeLink } from '../views/explore/query/link.ts'
import { hitFilter, hitRoute } from './hits.ts'

/** Nobody waits longer for an answer to which the screen that opens has one too. Milliseconds. */
const patience = 2_000

/**
 * Opens what the palette found. It looks through all that is stored, while Explore looks at the range of the top bar: for
 * what was not seen in that, the range becomes the one in which it was, and a notice says so.
 */
export function useOpenHit(): (hit: SearchHit) => Promise<void> {
  const api = useApi()
  const router = useRouter()
  const range = useRange()
  const view = useView()
  const toasts = useToasts()

  async function seenElsewhere(filter: string): Promise<Range | undefined> {
    const query: Query = { filter, zone: zoneName(view.zone), answers: false }
    const options = { timeout: patience }
    const here = await api.call('explore.check', { query: { ...query, range: range.current() } }, options)
    if (!here.ok || !here.hits.complete || here.hits.messages > 0) return undefined
    // The fewest points there can be: only where they begin and end is wanted.
    const { starts, step } = await api.call('explore.histogram', { query, points: 2 }, options)
    const [from, last = from] = [starts[0], starts.at(-1)]
    return from === undefined || last === undefined ? undefined : { from, to: last + step }
  }

  return async (hit) => {
    const filter = hitFilter(hit)
    const wider = filter === undefined ? undefined : await seenElsewhere(filter).catch(() => undefined)
    if (filter === undefined || !wider) return void router.push(hitRoute(hit))
    const before = range.preset?.label.toLowerCase() ?? rangeText(range.current(), view.zone)
    await router.push({ name: 'explore', query: writeLink({ filter, range: { kind: 'fixed', range: wider } }) })
    toasts.done(
      `${visibleString(hit.label, 60)} was not seen in the ${before}: the range is now the one in which it was.`,
    )
  }
}
