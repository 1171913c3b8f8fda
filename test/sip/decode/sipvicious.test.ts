import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guessesOf } from '../../../src/sip/decode/guess.ts'
import { sipviciousTag } from '../../../src/sip/decode/sipvicious.ts'

/** As svhelper.py's createTag makes it. */
const tagOf = (state: string, random = 4_294_967_295): string => Buffer.from(`${state}\x01${random}`).toString('hex')

describe("SIPVicious' tags", () => {
  it.each([
    ['a password with colons', '101:a:b:', { kind: 'guess', user: '101', password: 'a:b:' }],
    ['a password with blanks and quotes', '101: "x"\t', { kind: 'guess', user: '101', password: ' "x"\t' }],
    ['a password in UTF-8', '101:Пароль', { kind: 'guess', user: '101', password: 'Пароль' }],
    ['a password with 0x01 and digits', '101:x\x0112', { kind: 'guess', user: '101', password: 'x\x0112' }],
    ['a user with letters', 'bob@home:x', { kind: 'guess', user: 'bob@home', password: 'x' }],
    ['a number of a sweep', '9011467001', { kind: 'extension', extension: '9011467001' }],
    ['a target', 'c0a8000113c4', { kind: 'target', address: '192.168.0.1', port: 5060 }],
  ])('%s', (_, state, expected) => {
    expect(sipviciousTag(tagOf(state))).toEqual(expected)
    expect(sipviciousTag(tagOf(state).toUpperCase())).toEqual(expected)
  })

  it('tells a number of twelve digits, and a user with a colon, from the user of From', () => {
    expect(sipviciousTag(tagOf('901146812345'), '901146812345')).toEqual({
      kind: 'extension',
      extension: '901146812345',
    })
    expect(sipviciousTag(tagOf('a:b'), 'a:b')).toEqual({ kind: 'extension', extension: 'a:b' })
    expect(sipviciousTag(tagOf('a:b:c'), 'a:b')).toEqual({ kind: 'guess', user: 'a:b', password: 'c' })
    expect(sipviciousTag(tagOf('c0a8000113c4'), '100')).toMatchObject({ kind: 'target' })
  })

  it.each(['', 'abc', '313031', Buffer.from('101\x01x').toString('hex'), Buffer.from('\x0142').toString('hex')])(
    '%j is none of them',
    (tag) => {
      expect(sipviciousTag(tag)).toBeUndefined()
    },
  )

  it('any user and password come back', () => {
    const user = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(
        user,
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.nat(2 ** 32 - 1),
        (name, password, random) => {
          const tag = tagOf(`${name}:${password}`, random)
          expect(sipviciousTag(tag, name)).toEqual({ kind: 'guess', user: name, password })
        },
      ),
    )
  })
})

describe('guesses', () => {
  const named = { kind: 'guess', user: '101', password: 'x' } as const
  it('are one per digest, in clear where the tag names it, and never lost', () => {
    expect(guessesOf([{ username: '10' }, { username: '10' }], undefined)).toEqual([
      { user: '10', password: undefined },
      { user: '10', password: undefined },
    ])
    expect(guessesOf([{ username: '101' }], named)).toEqual([{ user: '101', password: 'x' }])
    expect(guessesOf([{ username: '999' }], named)).toEqual([{ user: '999', password: undefined }])
    expect(guessesOf([], named)).toEqual([{ user: '101', password: 'x' }])
    expect(guessesOf([], { kind: 'first-contact' })).toEqual([])
  })
})
