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
    case 'number':
      return { name: 'explore', query: { filter: addTerm('', 'num', hit.target, 'in') } }
    case 'user-agent':
      return { name: 'explore', query: { filter: addTerm('', 'ua', hit.target, 'in') } }
  }
}
