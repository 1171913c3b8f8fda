import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../src/sip/header/address.ts'
import { parseDigest } from '../../../src/sip/header/authorization.ts'
import { digestUser, sentByOf, userAndTag, userOfUri } from '../../../src/sip/header/glance.ts'
import { endOfFirstVia, parseVia } from '../../../src/sip/header/via.ts'
import { parseUri } from '../../../src/sip/uri/uri.ts'
import { seeded } from '../attack/sql-variants.ts'

/** Pieces that headers are made of, usual and odd; put together at random they make every shape there is. */
const pieces = [
  '"',
  '\\',
  '<',
  '>',
  'sip:',
  'SIP:',
  'sips:',
  'tel:',
  '@',
  ':',
  ';',
  ',',
  ' ',
  '\t',
  '=',
  '[::1]',
  '%41',
  'tag',
  ';tag=',
  '; tag=',
  ';TAG=',
  'a1',
  'alice',
  '192.0.2.1',
  ':5060',
  'SIP/2.0/UDP ',
  'SIP / 2.0 / TCP ',
  ';branch=z9hG4bK',
  '/',
  '?x=y',
  'Digest ',
  'username="',
  'Digest username="',
  'realm="',
  '", ',
  '"',
  '\\"',
  "'",
  '*',
]

const starts = [
  '',
  '<sip:alice@h>;tag=',
  '"A" <sip:1@h>',
  'SIP/2.0/UDP h:9;branch=',
  'Digest username="a"',
  'sip:a:b@h',
]

describe('a glance at a header says what its parser says', () => {
  const random = seeded(5)
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? ''
  const texts = Array.from({ length: 20_000 }, () => {
    const length = Math.floor(random() * 9)
    return (pick(starts) + Array.from({ length }, () => pick(pieces)).join('')).trim()
  })

  it('for user and tag', () => {
    for (const text of texts) {
      const { uri, params } = parseAddress(text)
      expect({ text, ...userAndTag(text) }).toEqual({ text, user: uri?.user, tag: params.get('tag') })
    }
  })

  it('for the sender named by Via', () => {
    for (const text of texts) {
      const via = parseVia(text.slice(0, endOfFirstVia(text)))
      const glanced = sentByOf(text)
      expect([text, glanced?.host, glanced?.port]).toEqual([text, via?.host, via?.port])
    }
  })

  it('for the user of a URI', () => {
    for (const text of texts) expect([text, userOfUri(text)]).toEqual([text, parseUri(text)?.user])
  })

  it('for the user name of a digest', () => {
    for (const text of texts) {
      const digest = parseDigest(text)
      expect([text, digestUser(text)]).toEqual([text, digest && (digest.username ?? '')])
    }
  })
})
