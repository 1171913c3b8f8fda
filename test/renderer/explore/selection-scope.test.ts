import { describe, expect, it } from 'vitest'
import {
  scopeText,
  widerText,
  type SelectionScope,
} from '../../../src/renderer/views/explore/results/selection-scope.ts'

const page: SelectionScope = { chosen: 40, here: 40, all: false, total: 1204, noun: 'source' }

describe('what a selection is about', () => {
  it('says that it is this page, and offers all that match', () => {
    expect([scopeText(page), widerText(page)]).toEqual(['40 on this page selected', 'Select all 1,204 matching'])
  })

  it('says what is chosen elsewhere', () => {
    expect(scopeText({ ...page, here: 12 })).toBe('40 selected, 12 of them on this page')
  })

  it('says that all are meant, and offers no more', () => {
    const all = { ...page, all: true }
    expect([scopeText(all), widerText(all)]).toEqual(['All 1,204 matching sources selected', undefined])
    expect(scopeText({ ...all, total: 1 })).toBe('All 1 matching source selected')
  })

  it('offers nothing wider when everything is chosen', () => {
    expect(widerText({ ...page, total: 40 })).toBeUndefined()
  })

  it('does not make up a count that nobody knows', () => {
    const unknown = { ...page, total: undefined }
    expect(widerText(unknown)).toBe('Select all matching sources')
    expect(scopeText({ ...unknown, all: true })).toBe('All matching sources selected')
  })
})
