import { expect, it } from 'vitest'
import { filterOf } from '../../../src/renderer/lists/explore-commands.ts'

it('says a cell of any list as a filter', () => {
  const facet = (field: 'tool' | 'severity' | 'sensor' | 'agent', value: string, label = value) => ({
    ...{ field, value, label },
  })
  expect(filterOf([facet('tool', 'sipp'), facet('tool', 'sipvicious')], true)).toBe('tool:sipp,sipvicious')
  expect(filterOf([facet('severity', 'high')], true)).toBe('verdict:high')
  expect(filterOf([facet('severity', 'high')], false)).toBe('risk:high')
  expect(filterOf([facet('sensor', '3', 'Frankfurt am Main')], false)).toBe('sensor:"Frankfurt am Main"')
  expect(filterOf([facet('agent', '*) or (x\u202e"')], false)).toBe('ua:"\\*) or (x\\u202E\\""')
  expect(filterOf([], true)).toBe('')
})
