import type { RouteLocationRaw } from 'vue-router'
import type { SearchHit } from '../../contract/console/app.ts'

/** Where a search hit leads. Numbers and user agents have no screen of their own: Live lists who used them. */
export function hitRoute(hit: SearchHit): RouteLocationRaw {
  switch (hit.kind) {
    case 'source':
      return { name: 'source', params: { address: hit.target } }
    case 'campaign':
      return { name: 'campaign', params: { id: hit.target } }
    case 'call-id':
      return { name: 'dialog', params: { id: hit.target } }
    case 'number':
      return { name: 'live', query: { number: hit.target } }
    case 'user-agent':
      return { name: 'live', query: { agent: hit.target } }
  }
}
