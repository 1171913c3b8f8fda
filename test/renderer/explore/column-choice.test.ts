import { describe, expect, it } from 'vitest'
import {
  chosenColumns,
  readChoice,
  toggledColumn,
  usualChoice,
  writeChoice,
} from '../../../src/renderer/lists/column-choice.ts'

const columns = [{ id: 'source', always: true }, { id: 'time' }, { id: 'port', rare: true }]
const ids = (choice: ReadonlySet<string>): string[] => chosenColumns(columns, choice).map(({ id }) => id)

describe('the choice of columns', () => {
  it('begins with the usual ones and never loses the one that names the row', () => {
    expect(ids(usualChoice(columns))).toEqual(['source', 'time'])
    expect(ids(new Set())).toEqual(['source'])
  })

  it('keeps columns in their own order, whatever was chosen first', () => {
    const all = toggledColumn(toggledColumn(toggledColumn(usualChoice(columns), 'time'), 'port'), 'time')
    expect(ids(all)).toEqual(['source', 'time', 'port'])
  })

  it('comes back as it was kept', () => {
    const choice = toggledColumn(toggledColumn(usualChoice(columns), 'time'), 'port')
    expect(ids(readChoice(columns, writeChoice(columns, choice)))).toEqual(['source', 'port'])
  })

  it('shows a column that is new since the choice was kept', () => {
    const kept = writeChoice(columns, toggledColumn(usualChoice(columns), 'port'))
    expect(ids(readChoice([...columns, { id: 'tool' }], kept))).toEqual(['source', 'time', 'port'])
    expect([...readChoice([...columns, { id: 'tool' }], kept)]).toContain('tool')
  })

  it('takes what it did not write for nothing', () => {
    for (const kept of [
      null,
      '',
      '{',
      '[]',
      'null',
      '7',
      '{"time":"no"}',
      '{"constructor":true,"__proto__":{"time":false}}',
    ])
      expect([...readChoice(columns, kept)].includes('port'), String(kept)).toBe(false)
  })
})
