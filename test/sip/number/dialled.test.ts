import { describe, expect, it } from 'vitest'
import { dialledNumber, numberOfUser } from '../../../src/sip/number/dialled.ts'
import { countryOfCore } from '../../../src/sip/number/country.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { request } from '../fixtures.ts'
import { countries, prefixes as tried, seeded, validNumber } from './generated.ts'

const split = (user: string): string | undefined => {
  const number = numberOfUser(user)
  return number && `${number.prefix}|${number.core}`
}

describe('one number behind every dial-out code folds to one core', () => {
  const prefixes = [
    '',
    '+',
    '0',
    '00',
    '000',
    '9',
    '90',
    '900',
    '9011',
    '011',
    '810',
    '8',
    '1',
    '*',
    '#',
    '+00',
    '99',
    '0011',
    '9810',
    '*9',
  ]

  it.each(prefixes)('prefix %j', (prefix) => {
    expect(split(`${prefix}46850780296`)).toBe(`${prefix}|46850780296`)
    expect(split(`${prefix}48185422016`)).toBe(`${prefix}|48185422016`)
  })

  it.each([
    ['0075346850780296', '00753|46850780296'],
    ['76000046850780294', '760000|46850780294'],
    ['81046500729221', '810|46500729221'],
    ['981046500729221', '9810|46500729221'],
    ['00046500729221', '000|46500729221'],
    ['0046812118532', '00|46812118532'],
    ['011972599501806', '011|972599501806'],
    ['+46 (8) 507-802-96', '+|46850780296'],
    ['%2B46850780296', '+|46850780296'],
    ['46850780296#', '|46850780296'],
    ['+46850780296;phone-context=example.com', '+|46850780296'],
    ['9,01146850780296', '9011|46850780296'],
    ['46.8507.80296', '|46850780296'],
    ['*67011442079460123', '*67011|442079460123'],
    ['123456011442079460123', '123456011|442079460123'],
    ['8810972592123456', '8810|972592123456'],
    ['900441904911024', '900|441904911024'],
    ['011 44 1904 911024', '011|441904911024'],
    ['+19005551234', '+|19005551234'],
  ])('%s', (user, expected) => expect(split(user)).toBe(expected))
})

it.each(['192.168.100.200', '255.255.255.255', '10%2E10.10.100', '112', '911', '999999', '1001', 'a00972592123456'])(
  '%s is no number',
  (user) => expect(numberOfUser(user)).toBeUndefined(),
)

describe('how sure a split is', () => {
  it.each([
    ['+46850780296', 'high'],
    ['901146850780296', 'high'],
    ['46850780296', 'medium'],
    ['946850780296', 'medium'],
    ['94525123456', 'low'],
    ['02079460123', 'low'],
    ['5551234', 'low'],
    ['00469999999999999', 'low'],
  ])('%s: %s', (user, confidence) => expect(numberOfUser(user)?.confidence).toBe(confidence))

  it('is right whenever it is sure, for every country behind every prefix', () => {
    const random = seeded(7)
    const tally = { high: { right: 0, wrong: 0 }, medium: { right: 0, wrong: 0 }, low: { right: 0, wrong: 0 } }
    for (const country of countries) {
      const core = validNumber(random, country)
      for (const prefix of tried) {
        const number = numberOfUser(prefix + core)
        tally[number?.confidence ?? 'low'][number?.core === core ? 'right' : 'wrong'] += 1
      }
    }
    const { high, medium, low } = tally
    const right = high.right + medium.right + low.right
    const all = countries.length * tried.length
    console.log(`alone: ${right} of ${all} right (${(right / all).toFixed(4)})`, tally)
    expect(right / all).toBeGreaterThan(0.9)
    expect(high.wrong).toBe(0)
    expect(medium.wrong / medium.right).toBeLessThan(0.03)
  })
})

describe('when in doubt there is no prefix', () => {
  it.each(['12125551234', '2125551234', '02079460123', '5551234', '9011467001', '999999999999'])('%s', (user) =>
    expect(split(user)).toBe(`|${user}`),
  )
})

describe('what is no number', () => {
  it.each(['1001', '100', 'alice', '*21*0123%23', '', "1234567'or'1'='1", '1234567890'.repeat(5), 'a1234567'])(
    '%s',
    (user) => expect(numberOfUser(user)).toBeUndefined(),
  )
})

describe('the number of a message', () => {
  const to = { To: '<sip:90046850780296@example.com>' }
  const of = (start: string): unknown => dialledNumber(parseMessage(request({ start, headers: to })))

  it('stands in the Request-URI of INVITE, else in To', () => {
    expect(of('INVITE sip:0046812118532@h SIP/2.0')).toEqual({
      raw: '0046812118532',
      core: '46812118532',
      prefix: '00',
      confidence: 'high',
    })
    expect(of('INVITE tel:+46812118532 SIP/2.0')).toMatchObject({ core: '46812118532', prefix: '+' })
    expect(of('INVITE sip:h SIP/2.0')).toMatchObject({ raw: '90046850780296', prefix: '900' })
  })

  it('is not looked for in other requests', () => expect(of('REGISTER sip:0046812118532@h SIP/2.0')).toBeUndefined())
})

describe('the country of a core', () => {
  it.each([
    ['46850780296', 'SE'],
    ['972599501806', 'IL'],
    ['48185422016', 'PL'],
    ['12125551234', 'US'],
    ['14165551234', 'CA'],
    ['79161234567', 'RU'],
    ['77012345678', 'KZ'],
    ['442079460958', 'GB'],
    ['441481256789', 'GG'],
    ['881612345678', undefined],
    ['2125551234', undefined],
    ['0850780296', undefined],
    ['', undefined],
  ])('%s is %s', (core, country) => expect(countryOfCore(core)).toBe(country))
})
