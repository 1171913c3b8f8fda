import { describe, expect, it } from 'vitest'
import { rangeOf } from '../../../src/sip/number/range.ts'

const counted = (from: number, count: number): string[] => Array.from({ length: count }, (_, at) => String(from + at))

describe('a range sweep', () => {
  it('is seen in svwar’s template', () =>
    expect(rangeOf(counted(9_011_467_001, 30))).toEqual({
      stem: '90114670',
      tail: 2,
      numbers: 30,
      from: '9011467001',
      to: '9011467030',
    }))

  it('is not widened by a neighbour that was dialled, too', () =>
    expect(rangeOf([...counted(46_850_780_200, 60), '46850789999'])).toMatchObject({ stem: '468507802', tail: 2 }))

  it('counts a number once', () => expect(rangeOf(Array.from({ length: 9 }, () => '46850780296'))).toBeUndefined())

  it.each([
    ['too few', counted(46_850_780_200, 4)],
    ['different lengths', ['468', '4685', '46850', '468507', '4685078', '46850780']],
    ['different numbers', ['46850780296', '442079460958', '12125551234', '972599501806', '48185422016']],
    ['extensions', counted(100, 50)],
    ['nothing', []],
  ])('is not seen in %s', (_, cores) => expect(rangeOf(cores)).toBeUndefined())

  it('looks at a bounded part of whatever was dialled', () =>
    expect(rangeOf(counted(40_000_000_000, 100_000))?.numbers).toBe(4_096))
})
