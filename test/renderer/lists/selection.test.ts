import { describe, expect, it } from 'vitest'
import {
  addressesOf,
  allOf,
  extended,
  inverted,
  selectionText,
  toggled,
} from '../../../src/renderer/lists/selection.ts'

const of = (...keys: string[]): ReadonlySet<string> => new Set(keys)
const listed = ['a', 'b', 'c']

describe('selection', () => {
  it('takes a row in and out', () => {
    expect(toggled(of('a'), 'b')).toEqual(of('a', 'b'))
    expect(toggled(of('a'), 'a')).toEqual(of())
  })

  it('takes the row left behind too when it grows', () => {
    expect(extended(of(), 'a', 'b')).toEqual(of('a', 'b'))
    expect(extended(of('a', 'b'), 'b', 'b')).toEqual(of('a', 'b'))
  })

  it('selects all listed rows, none on the second press, and leaves rows elsewhere alone', () => {
    expect(allOf(of('z'), listed)).toEqual(of('z', 'a', 'b', 'c'))
    expect(allOf(of('z', 'a', 'b', 'c'), listed)).toEqual(of('z'))
    expect(allOf(of('z'), [])).toEqual(of('z'))
  })

  it('turns round among the listed rows only', () => {
    expect(inverted(of('a', 'z'), listed)).toEqual(of('b', 'c', 'z'))
  })

  it('never hides that selected rows left the list', () => {
    expect(selectionText(of('a', 'b'), listed, 'source')).toBe('2 of 3 listed sources selected')
    expect(selectionText(of('a', 'z'), listed, 'source')).toBe('1 of 3 listed sources selected + 1 not listed now')
  })

  it('acts on the selection, or on the row under the cursor', () => {
    expect(addressesOf(of('b', 'c'), 'a')).toEqual(['b', 'c'])
    expect(addressesOf(of(), 'a')).toEqual(['a'])
    expect(addressesOf(undefined, 'a')).toEqual(['a'])
  })
})
