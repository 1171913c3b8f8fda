import { expect, it } from 'vitest'
import { dialogRoute, readDialogLink } from '../../../src/renderer/views/dialog/link.ts'

it('says of which message and which bytes it is, and is read so', () => {
  const link = { message: 1204, bytes: { start: 31, end: 44 } }
  const route = dialogRoute(7, link)
  expect(route).toEqual({ name: 'dialog', params: { id: 7 }, query: { message: '1204', bytes: '31-44' } })
  expect(readDialogLink((route as { query: Record<string, unknown> }).query)).toEqual(link)
  expect(dialogRoute(7)).toEqual({ name: 'dialog', params: { id: 7 }, query: {} })
})

it.each([
  [{}, {}],
  [{ message: 'x' }, {}],
  [{ message: ['1', '2'] }, {}],
  [{ bytes: '1-2' }, {}],
  [{ message: '5', bytes: '9-3' }, { message: 5 }],
  [{ message: '5', bytes: '3-3' }, { message: 5 }],
  [{ message: '5', bytes: '-1-3' }, { message: 5 }],
  [{ message: '5', bytes: `1-${'9'.repeat(40)}` }, { message: 5 }],
])('takes %j as %j', (query, link) => {
  expect(readDialogLink(query)).toEqual(link)
})
