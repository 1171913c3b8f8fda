import { describe, expect, it } from 'vitest'
import type { EventRow, SourceRow } from '../../../src/contract/console/vocabulary.ts'
import { eventFacets, eventFields, sourceFacets, sourceFields, valuesOf } from '../../../src/renderer/lists/facets.ts'
import {
  filterText,
  passes,
  split,
  withFilter,
  withoutFilter,
  type Facet,
  type Filter,
} from '../../../src/renderer/lists/filters.ts'

const country = (value: string): Facet => ({ field: 'country', value, label: value })
const tool = (value: string): Facet => ({ field: 'tool', value, label: value })
const filters = (...steps: (readonly ['in' | 'out' | 'only', Facet])[]): readonly Filter[] =>
  steps.reduce<readonly Filter[]>((now, [act, facet]) => withFilter(now, act, [facet]), [])

describe('filters of a list', () => {
  it('joins values of one field by or, fields by and', () => {
    const narrowed = filters(['in', country('DE')], ['in', country('NL')], ['in', tool('sipp')])
    expect(passes(narrowed, [country('DE'), tool('sipp')])).toBe(true)
    expect(passes(narrowed, [country('NL'), tool('nmap'), tool('sipp')])).toBe(true)
    expect(passes(narrowed, [country('DE'), tool('nmap')])).toBe(false)
    expect(passes(narrowed, [country('US'), tool('sipp')])).toBe(false)
    expect(passes(narrowed, [tool('sipp')])).toBe(false)
  })

  it('leaves out rows that hold a value filtered out, whatever else they hold', () => {
    const narrowed = filters(['out', tool('sipp')])
    expect(passes(narrowed, [tool('nmap')])).toBe(true)
    expect(passes(narrowed, [])).toBe(true)
    expect(passes(narrowed, [tool('nmap'), tool('sipp')])).toBe(false)
  })

  it('never holds a value in and out at once, and `only` drops every other filter', () => {
    expect(filters(['in', country('DE')], ['out', country('DE')])).toEqual([{ ...country('DE'), sense: 'out' }])
    expect(filters(['out', tool('sipp')], ['in', country('DE')], ['only', country('NL')])).toEqual([
      { ...country('NL'), sense: 'in' },
    ])
  })

  it('takes back one filter', () => {
    const both = filters(['in', country('DE')], ['out', tool('sipp')])
    const [first] = both
    expect(first && withoutFilter(both, first)).toEqual([{ ...tool('sipp'), sense: 'out' }])
  })

  it('says which filters hold, and which cannot because the rows lack the value', () => {
    const both = filters(['in', country('DE')], ['out', tool('sipp')])
    expect(split(both, eventFields).ignored).toEqual([{ ...country('DE'), sense: 'in' }])
    expect(filterText(both, sourceFields, '3 of them shown')).toBe(' · by country, tool: 3 of them shown')
    expect(filterText(both, eventFields)).toBe(' · by tool · not by country')
    expect(filterText([], eventFields)).toBe('')
  })
})

describe('facets', () => {
  const source = {
    address: '192.0.2.1',
    severity: 'high',
    classes: ['toll-fraud', 'options-sweep'],
    tools: ['sipp'],
    proof: 'nonce',
  } as unknown as SourceRow

  it('give only fields that lists say they carry', () => {
    const event = { source: '192.0.2.1', class: 'unknown', tool: 'sipp', severity: 'low', proof: 'tcp' } as EventRow
    for (const { field } of sourceFacets({ ...source, country: 'DE' })) expect(sourceFields).toContain(field)
    for (const { field } of eventFacets({ ...event, method: 'INVITE', userAgent: 'x' }))
      expect(eventFields).toContain(field)
  })

  it('leave out what a row does not have, so that it cannot be filtered by nothing', () => {
    expect(valuesOf('country')(source)).toEqual([])
    expect(valuesOf('class')(source).map(({ label }) => label)).toEqual(['Toll fraud', 'OPTIONS sweep'])
  })

  it('know a number by its core, behind whatever prefix', () => {
    const dialled = { core: '46850780296', prefix: '9011', raw: '901146850780296' }
    const facets = eventFacets({ proof: 'tcp', number: dialled } as EventRow)
    expect(facets.find(({ field }) => field === 'number')?.value).toBe('46850780296')
  })
})
