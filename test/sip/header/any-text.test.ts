import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { parseAddress, parseAddresses } from '../../../src/sip/header/address.ts'
import { parseAuth, parseChallenge, parseDigest } from '../../../src/sip/header/authorization.ts'
import { parseCSeq } from '../../../src/sip/header/cseq.ts'
import { parseDate } from '../../../src/sip/header/date.ts'
import { parseReasons, parseRetryAfter, parseWarnings } from '../../../src/sip/header/explanations.ts'
import { parseMediaType } from '../../../src/sip/header/media-type.ts'
import { parseParams } from '../../../src/sip/header/params.ts'
import { parseTokens } from '../../../src/sip/header/tokens.ts'
import { parseVia, parseVias } from '../../../src/sip/header/via.ts'
import { isIpv6, splitHostPort } from '../../../src/sip/uri/host.ts'
import { decodePercent, parseUri } from '../../../src/sip/uri/uri.ts'
import { spent } from '../../support/cost.ts'

/** Every reader of a value. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  parseAddress,
  parseAddresses,
  parseAuth,
  parseChallenge,
  parseDigest,
  parseCSeq,
  parseDate,
  parseReasons,
  parseRetryAfter,
  parseWarnings,
  parseMediaType,
  parseTokens,
  parseVia,
  parseVias,
  parseUri,
  decodePercent,
  isIpv6,
  splitHostPort,
  params: (text) => [...parseParams(text)],
  fields: (text) => [...parseParams(text, ',')],
}

/** Text made of what these grammars are made of, and any other. */
const pieces = [
  '"',
  '\\',
  '<',
  '>',
  ';',
  ',',
  '=',
  '@',
  ':',
  '[',
  ']',
  '%',
  '?',
  '*',
  ' ',
  '\t',
  'sip:',
  'a',
  '1',
  'SIP/2.0/UDP ',
  'Digest ',
  'tag',
  '\0',
  'ü',
]
const grammatical = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''))
const anyText = fc.oneof(grammatical, fc.string({ unit: 'binary', maxLength: 200 }))

describe.each(Object.entries(readers))('%s', (_, read) => {
  it('takes any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        read(text)
      }),
    )
  })

  it.each(pieces)('takes linear time for many of %j', (piece) => {
    const many = piece.repeat(60_000 / piece.length)
    const from = spent()
    for (const begin of ['', 'x', '1', '301 a ', 'SIP/2.0/UDP ', 'SIP/2.0/', 'Digest a=', 'a/b', '<sip:', '"']) {
      read(begin + many)
      read(`${begin}${many}x`)
    }
    expect(spent() - from).toBeLessThan(1500)
  })
})

describe('what is written is read back', () => {
  const token = fc.stringMatching(/^[\w.-]{1,12}$/)
  const quoted = fc.string({ maxLength: 12 }).map((text) => text.trim())
  const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

  it('an address', () => {
    fc.assert(
      fc.property(quoted, token, token, token, (display, user, host, tag) => {
        const address = parseAddress(`${quote(display)} <sip:${user}@${host};lr>;tag=${tag}`)
        expect([address.display ?? '', address.uri?.user, address.uri?.host]).toEqual([
          display,
          user,
          host.toLowerCase(),
        ])
        expect([address.params.get('tag'), address.uri?.params.get('lr')]).toEqual([tag, ''])
      }),
    )
  })

  it('parameters, alone and in a list of them', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.tuple(
            token.map((name) => name.toLowerCase()),
            quoted,
          ),
          { selector: ([name]) => name },
        ),
        (entries) => {
          const text = entries.map(([name, value]) => `;${name}=${quote(value)}`).join('')
          const params = parseParams(text)
          expect([...params]).toEqual(entries)
          for (const [name, value] of entries) expect(params.get(name)).toBe(value)
        },
      ),
    )
  })
})
