import { afterEach, expect, test } from 'vitest'
import { changeLabels, labelCounts, labelsOf } from '../../../src/engine/store/labels.ts'
import {
  filterHistory,
  forgetFilters,
  isNameTaken,
  mostHistory,
  rememberFilter,
  removeView,
  renameView,
  savedViews,
  saveView,
} from '../../../src/engine/store/views.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

let open: TestStore | undefined
afterEach(() => open?.stop())

test('a view is kept under its name, replaced by another of that name, renamed and removed', () => {
  open = openTestStore(1)
  const { writer, reader } = open.store
  const id = saveView(writer, 'night', 'method:INVITE', 'dialogs', 1)
  expect(saveView(writer, 'night', 'method:BYE', 'sources', 2)).toBe(id)
  const other = saveView(writer, 'Day', '', 'messages', 3)
  expect(savedViews(reader)).toEqual([
    { id: other, name: 'Day', filter: '', tab: 'messages', updatedAt: 3 },
    { id, name: 'night', filter: 'method:BYE', tab: 'sources', updatedAt: 2 },
  ])
  expect(isNameTaken(reader, id, 'Day')).toBe(true)
  expect(isNameTaken(reader, other, 'Day')).toBe(false)
  expect(renameView(writer, id, "Robert'); DROP TABLE saved_view;--", 4)).toBe(true)
  expect(removeView(writer, other)).toBe(true)
  expect(removeView(writer, other)).toBe(false)
  expect(savedViews(reader)).toMatchObject([{ name: "Robert'); DROP TABLE saved_view;--", updatedAt: 4 }])
})

test('each filter is remembered once, the latest first, and the oldest are forgotten', () => {
  open = openTestStore(1)
  const { writer, reader } = open.store
  writer.transaction(() => {
    for (let at = 0; at < mostHistory + 20; at += 1) rememberFilter(writer, `num:${at}`, at)
  })
  rememberFilter(writer, 'num:300', mostHistory + 19)
  const history = filterHistory(reader)
  expect(history).toHaveLength(mostHistory)
  expect(history.slice(0, 2)).toEqual(['num:300', `num:${mostHistory + 19}`])
  expect(new Set(history).size).toBe(mostHistory)
  expect(history.at(-1)).toBe('num:20')
  forgetFilters(writer)
  expect(filterHistory(reader)).toEqual([])
})

test('labels are counted by the sources that wear them', () => {
  open = openTestStore(1)
  const { writer, reader } = open.store
  expect(changeLabels(writer, ['192.0.2.1', '192.0.2.2'], { add: ['pbx', 'ours'], remove: [] }, 1)).toBe(2)
  expect(changeLabels(writer, ['192.0.2.1', '192.0.2.3'], { add: ['pbx'], remove: ['ours'] }, 2)).toBe(2)
  expect(changeLabels(writer, ['192.0.2.1'], { add: ['pbx'], remove: ['ours'] }, 3)).toBe(0)
  expect(labelsOf(reader, '192.0.2.1')).toEqual(['pbx'])
  expect(labelCounts(reader)).toEqual([
    { label: 'ours', sources: 1 },
    { label: 'pbx', sources: 3 },
  ])
})
