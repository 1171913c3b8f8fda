import { expect, it } from 'vitest'
import { parseDigest } from '../../../src/sip/header/authorization.ts'
import { digestUser } from '../../../src/sip/glance/texts.ts'
import { seeded } from '../attack/sql-variants.ts'

/** Pieces that such headers are made of, usual and odd; put together at random they make every shape there is. */
const pieces = [
  '"',
  '\\',
  '<',
  '@',
  ';',
  ',',
  ' ',
  '\t',
  '=',
  'alice',
  'Digest ',
  'username="',
  'Digest username="',
  'realm="',
  '", ',
  '\\"',
  "'",
  '*',
]
const starts = ['', 'Digest username="a"', 'Digest username="']

it('a glance finds the user name of a digest that its parser finds', () => {
  const random = seeded(5)
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? ''
  for (let text = '', tried = 0; tried < 20_000; tried++) {
    const length = Math.floor(random() * 9)
    text = (pick(starts) + Array.from({ length }, () => pick(pieces)).join('')).trim()
    const digest = parseDigest(text)
    expect([text, digestUser(text)]).toEqual([text, digest && (digest.username ?? '')])
  }
})
