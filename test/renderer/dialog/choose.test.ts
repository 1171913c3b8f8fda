import { describe, expect, it } from 'vitest'
import { comparisonOf, nameOf } from '../../../src/renderer/views/compare/compared.ts'
import { comparedIds, extendedBy, toggledAt, variedIds } from '../../../src/renderer/views/dialog/ladder-selection.ts'
import { readPanes, toggledPane } from '../../../src/renderer/views/dialog/panes.ts'

const ways = ['in', 'out', 'in', 'in', 'out'] as const
const messages = ways.map((direction, at) => ({ id: at + 10, direction }))
const none = new Set<number>()

describe('the messages that are compared', () => {
  it('are the active one and the one before that went the same way', () => {
    expect(comparedIds(messages, none, 2)).toEqual([10, 12])
    expect(comparedIds(messages, none, 4)).toEqual([11, 14])
    expect(comparedIds(messages, none, 1)).toEqual([10, 11])
  })

  it('are the next one where there is none before, and none where there is only one', () => {
    expect(comparedIds(messages, none, 0)).toEqual([10, 11])
    expect(comparedIds(messages.slice(0, 1), none, 0)).toEqual([])
    expect(comparedIds([], none, 0)).toEqual([])
  })

  it('are the selected ones, up to eight, in order of time', () => {
    expect(comparedIds(messages, new Set([14, 10, 12]), 1)).toEqual([10, 12, 14])
    expect(comparedIds(messages, new Set([13]), 0)).toEqual([10, 13])
    const many = Array.from({ length: 12 }, (_, id) => ({ id, direction: 'in' as const }))
    expect(comparedIds(many, new Set(many.map(({ id }) => id)), 0)).toHaveLength(8)
  })

  it('are all that were received when it is asked what varies', () => {
    expect(variedIds(messages, none)).toEqual([10, 12, 13])
    expect(variedIds(messages, new Set([11, 14]))).toEqual([11, 14])
  })

  it('are selected one by one or on the way', () => {
    expect([...toggledAt(messages, none, 1)]).toEqual([11])
    expect([...extendedBy(messages, none, 1, 1)]).toEqual([11, 12])
    expect([...extendedBy(messages, none, 4, 1)]).toEqual([])
  })
})

describe('the address of a comparison', () => {
  it.each([
    [{ messages: '3,1,3' }, { messages: [3, 1], dialogs: [], view: 'diff' }],
    [
      { dialogs: '7', view: 'matrix' },
      { messages: [], dialogs: [7], view: 'matrix' },
    ],
    [
      { messages: '<b>,-1,2.5,,9e9', view: 'x' },
      { messages: [], dialogs: [], view: 'diff' },
    ],
    [{ messages: ['1', '2'] }, { messages: [], dialogs: [], view: 'diff' }],
  ])('%j', (query, comparison) => expect(comparisonOf(query)).toEqual(comparison))

  it('names columns by letters, then by numbers', () => expect([0, 7, 8].map(nameOf)).toEqual(['A', 'H', '9']))
})

describe('the panes of a message', () => {
  it('are kept in one order, and one always stays', () => {
    expect(toggledPane(['parsed', 'hex'], 'raw')).toEqual(['parsed', 'raw', 'hex'])
    expect(toggledPane(['parsed', 'hex'], 'parsed')).toEqual(['hex'])
    expect(toggledPane(['hex'], 'hex')).toEqual(['hex'])
  })

  it('are read from what was kept, whatever it is', () => {
    expect(readPanes('hex,parsed')).toEqual(['parsed', 'hex'])
    expect(readPanes('nonsense')).toEqual(['parsed', 'raw', 'hex'])
    expect(readPanes(null)).toEqual(['parsed', 'raw', 'hex'])
  })
})
