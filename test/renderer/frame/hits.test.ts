import { expect, it } from 'vitest'
import type { SearchHit } from '../../../src/contract/console/app.ts'
import { parseFilter } from '../../../src/filter/parse.ts'
import { hitRoute } from '../../../src/renderer/frame/hits.ts'

const hit = (kind: SearchHit['kind'], target: string): SearchHit => ({ kind, target, label: target, detail: '' })
/** What the filter of the address asks for. */
function filterOf(kind: SearchHit['kind'], target: string): unknown {
  const route = hitRoute(hit(kind, target)) as { name: string; query: { filter: string } }
  expect(route.name).toBe('explore')
  return parseFilter(route.query.filter, { now: 0, zone: 'UTC' }).filter
}

it('leads to the screen of what has one', () => {
  expect(hitRoute(hit('source', '203.0.113.7'))).toEqual({ name: 'source', params: { address: '203.0.113.7' } })
  expect(hitRoute(hit('campaign', '3'))).toEqual({ name: 'campaign', params: { id: '3' } })
  expect(hitRoute(hit('call-id', '17'))).toEqual({ name: 'dialog', params: { id: '17' } })
})

it('leads to Explore for a number, whatever was dialled in front of it', () => {
  expect(filterOf('number', '46850780296')).toMatchObject({
    ...{ kind: 'term', field: 'num', test: { values: [{ kind: 'text', text: '46850780296' }] } },
  })
})

it.each(['friendly-scanner', 'a* "b" c) or src:*', '\\', 'x -y', '\u202eevil'])(
  'leads to Explore for exactly the user agent %j',
  (agent) => {
    expect(filterOf('user-agent', agent)).toMatchObject({
      ...{ kind: 'term', field: 'ua', test: { kind: 'oneOf', values: [{ kind: 'text', text: agent }] } },
    })
  },
)
