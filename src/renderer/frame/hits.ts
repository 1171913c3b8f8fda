import type { RouteLocationRaw } from 'vue-router'
import type { SearchHit } from '../../contract/console/app.ts'
import { addTerm } from '../../filter/edit.ts'

/** Where a search hit leads. Numbers and user agents have no screen of their own: Explore finds who used them. */
export function hitRoute(hit: SearchHit): RouteLocationRaw {
  switch (hit.kind) {
    case 'source':
      return { name: 'source', params: { address: hit.target } }
    case 'campaign':
      return { name: 'campaign', params: { id: hit.target } }
    case 'call-id':
      return { name: 'dialog', params: { id: hit.target } }
    default:
      return { name: 'explore', query: { filter: hitFilter(hit) } }
  }
}

/** The filter of Explore that a hit leads to; `undefined` when it has a screen of its own. */
export function hitFilter({ kind, target }: SearchHit): string | undefined {
  if (kind === 'number') return addTerm('', 'num', target, 'in')
  return kind === 'user-agent' ? addTerm('', 'ua', target, 'in') : undefined
}
