import { describe, expect, it } from 'vitest'
import { sipviciousTag } from '../../../src/sip/decode/sipvicious.ts'
import { candidatesFor, usualPasswords } from '../../../src/sip/digest/candidates.ts'
import { passwordCheck, type PasswordCheck } from '../../../src/sip/digest/check.ts'
import { passwordSearch } from '../../../src/sip/digest/search.ts'
import { parseAddress } from '../../../src/sip/header/address.ts'
import { digestsOf } from '../../../src/sip/header/authorization.ts'
import { headerValue, parseMessage } from '../../../src/sip/message/parse.ts'
import { corpus, recording } from '../fixtures.ts'
import { udpPayloads } from '../pcap.ts'

/** Each guess of a message with its user. */
function guessesIn(raw: Uint8Array): readonly { readonly user: string; readonly check: PasswordCheck }[] {
  const message = parseMessage(raw)
  if (message.start?.kind !== 'request') return []
  const { method } = message.start
  return digestsOf(message).flatMap((credentials) => {
    const check = passwordCheck(credentials, { method, body: message.body })
    return check ? [{ user: credentials.username ?? '', check }] : []
  })
}

const found = (raw: Uint8Array): readonly (string | undefined)[] =>
  guessesIn(raw).map(({ user, check }) => {
    const end = passwordSearch(check, candidatesFor(user))(Infinity)
    return end.kind === 'found' ? end.password : undefined
  })

describe('passwords of recorded attacks', () => {
  it('svcrack: all 36 are found, and are what its tags say', () => {
    const tried = recording('sip-tools/svcrack.jsonl').flatMap(({ raw }) => {
      const from = parseAddress(headerValue(parseMessage(raw), 'from') ?? '')
      const tag = sipviciousTag(from.params.get('tag') ?? '')
      return found(raw).map((password) => ({ password, tag: tag?.kind === 'guess' ? tag.password : undefined }))
    })
    expect(tried).toHaveLength(36)
    expect(tried.filter(({ password, tag }) => password === undefined || password !== tag)).toEqual([])
  })

  it('sipsak signs with its own odd user name "101@"', () => {
    expect(recording('sip-tools/sipsak-register.jsonl').flatMap(({ raw }) => found(raw))).toEqual(['1234'])
  })

  it('sipp counts up from 0000', () => {
    const passwords = recording('sip-tools/sipp-register-digest.jsonl').flatMap(({ raw }) => found(raw))
    expect(passwords).toEqual(['0000', '0001', '0002', '0003'])
  })

  const folder = corpus()
  it.skipIf(folder === undefined)('"Cisco v11.0.0": every one of 698 guesses', () => {
    const file = 'fetched/attack-pcap/register-bruteforce_fake-cisco-v11_2018-03-14.part1.pcap'
    const passwords = udpPayloads(`${folder ?? ''}/${file}`).flatMap(found)
    expect(passwords).toHaveLength(698)
    expect(passwords).not.toContain(undefined)
    const times = (wanted: string): number => passwords.filter((password) => password === wanted).length
    expect(['1234', '1111', '12345', '123456', '12345678', '0000'].map(times)).toEqual([113, 120, 116, 120, 58, 60])
    // The rest is the extension itself, once and twice over.
    expect(new Set(passwords.filter((password) => /^([1-5]\d)\1?$/.test(password ?? ''))).size).toBe(30)
  })
})

describe('a search', () => {
  const numbers = function* (): Generator<string> {
    for (let number = 0; ; number++) yield String(number)
  }

  it('goes as far as its caller says, and on from there', () => {
    const step = passwordSearch((password) => password === '25', numbers())
    expect(step(10)).toEqual({ kind: 'searching', tried: 10 })
    expect(step(10)).toEqual({ kind: 'searching', tried: 20 })
    expect(step(10)).toEqual({ kind: 'found', password: '25', tried: 26 })
    expect(step(10)).toEqual({ kind: 'found', password: '25', tried: 26 })
  })

  it('ends with its candidates', () => {
    const step = passwordSearch(() => false, ['a', 'b'])
    expect(step(2)).toEqual({ kind: 'searching', tried: 2 })
    expect(step(1)).toEqual({ kind: 'exhausted', tried: 2 })
  })
})

describe('candidates', () => {
  const all = [...candidatesFor('101', ['seen elsewhere'])]

  it('are each named once, those known elsewhere and the empty one first, and are few', () => {
    expect(new Set(all).size).toBe(all.length)
    expect(all.slice(0, 4)).toEqual(['seen elsewhere', '', '101', '101101'])
    expect(all.length).toBeLessThan(15_000)
  })

  it.each(['101101', '101!', 'sip101', '1011234', '102', '0101', '9999', 'asterisk123', 'P@ssw0rd'])(
    'hold %s',
    (one) => {
      expect(all).toContain(one)
    },
  )

  it('have no entry twice in the list itself, and nothing is made of an endless user', () => {
    expect(new Set(usualPasswords).size).toBe(usualPasswords.length)
    expect([...candidatesFor('x'.repeat(100_000))].every((candidate) => candidate.length < 100)).toBe(true)
  })
})
