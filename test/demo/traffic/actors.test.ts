import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import ipaddr from 'ipaddr.js'
import { describe, expect, test } from 'vitest'
import { actors } from '../../../src/demo/traffic/actors/all.ts'
import { disguisedNumber } from '../../../src/demo/traffic/actors/disguise.ts'
import { sweepPrefixes, sweptNumber } from '../../../src/demo/traffic/actors/prefix-sweep.ts'
import { spoofedNumber } from '../../../src/demo/traffic/actors/spoofing.ts'
import type { Actor, Attempt } from '../../../src/demo/traffic/actor.ts'
import { analyse } from '../../../src/sip/analysis.ts'
import { digestsOf } from '../../../src/sip/header/authorization.ts'
import { headerValue, parseMessage } from '../../../src/sip/message/parse.ts'
import { challenged, play, scene as sceneFor } from './scene.ts'

const analysed = (attempt: Attempt) => analyse({ raw: attempt.bytes, direction: 'in' })
const seen = (actor: Actor, count = 200) => play(actor, count).map(({ attempt }) => analysed(attempt))
const distinct = <Item>(items: readonly Item[]): Item[] => [...new Set(items)].sort()
const goOn = (attempt: Attempt): Attempt => {
  const next = attempt.reply?.next(challenged)
  if (!next) throw new Error('the tool does not go on')
  return next
}

describe('each actor is recognised for what it is', () => {
  const expected = [
    ['prefixSweep', ['sipcli'], ['toll-fraud']],
    ['optionsSweep', ['sipvicious'], ['options-sweep']],
    ['enumeration', ['sipvicious'], ['extension-enumeration']],
    ['passwords', ['sipvicious'], ['password-guessing']],
    ['disguise', ['pjsip'], ['extension-enumeration', 'toll-fraud']],
    ['spoofing', ['mr-sip'], ['toll-fraud']],
    ['research', ['zmap'], ['research-scan']],
    ['stream', ['sippts'], ['extension-enumeration', 'method-enumeration', 'options-sweep']],
  ] as const
  test.each(expected)('%s', (name, tools, classes) => {
    const messages = seen(actors[name])
    expect(distinct(messages.map(({ tool }) => tool))).toEqual(tools)
    expect(distinct(messages.map((message) => message.class))).toEqual(classes)
    expect(messages.map(({ fault }) => fault).filter(Boolean)).toEqual([])
  })

  test('injection hides in From, User-Agent and Authorization', () => {
    const messages = seen(actors.injection)
    expect(distinct(messages.map((message) => message.class))).toEqual(['sql-injection'])
    const carries = (field: (one: (typeof messages)[number]) => string | undefined) =>
      messages.some((message) => field(message)?.includes("'"))
    expect(carries(({ fromUser }) => fromUser)).toBe(true)
    expect(carries(({ userAgent }) => userAgent)).toBe(true)
    expect(carries(({ users }) => users.find((user) => user.startsWith('admin')))).toBe(true)
  })

  test('fuzzing is broken in many ways and never too long for a datagram', () => {
    const steps = play(actors.fuzzing, 400)
    const faults = steps.flatMap(({ attempt }) => parseMessage(attempt.bytes).faults.map(({ code }) => code))
    expect(distinct(faults).length).toBeGreaterThanOrEqual(10)
    const classes = distinct(steps.map(({ attempt }) => analysed(attempt).class))
    expect(classes).toEqual(expect.arrayContaining(['malformed', 'non-sip', 'injection']))
    const text = steps.map(({ attempt }) => Buffer.from(attempt.bytes).toString('utf8')).join('')
    for (const hostile of ['\u001b[2J', '\u202e', '\u0000', '\ufffd']) expect(text).toContain(hostile)
    expect(Math.max(...steps.map(({ attempt }) => attempt.bytes.length))).toBeLessThan(9000)
  })
})

describe('numbers', () => {
  test('the sweep puts at least 40 prefixes before one number of the fiction block', () => {
    const numbers = seen(actors.prefixSweep, 400).map(({ number }) => number)
    expect(distinct(numbers.map((number) => number?.core))).toEqual([sweptNumber])
    const prefixes = distinct(numbers.map((number) => number?.prefix))
    expect(prefixes.length).toBeGreaterThanOrEqual(40)
    expect(prefixes).toEqual(distinct(sweepPrefixes))
    expect(sweptNumber).toMatch(/^468465004\d\d$/)
  })

  test('others call numbers of other fiction blocks', () => {
    const cores = (actor: Actor) => distinct(seen(actor).flatMap(({ number }) => number?.core ?? []))
    expect(cores(actors.disguise)).toEqual([disguisedNumber])
    expect(cores(actors.spoofing)).toEqual([spoofedNumber])
    expect(disguisedNumber).toMatch(/^442079460\d{3}$/)
    expect(spoofedNumber).toMatch(/^1\d{3}55501\d\d$/)
  })
})

describe('tools go on from our answer', () => {
  test('sipcli acknowledges with our tag and the branch of its INVITE', () => {
    const { attempt } = play(actors.prefixSweep, 1)[0]!
    const [invite, ack] = [parseMessage(attempt.bytes), parseMessage(goOn(attempt).bytes)]
    expect(ack.start).toMatchObject({ method: 'ACK' })
    expect(headerValue(ack, 'to')).toBe(challenged.to)
    expect(headerValue(ack, 'via')).toBe(headerValue(invite, 'via'))
    expect(goOn(attempt).origin).toEqual(attempt.origin)
  })

  test('svcrack answers the nonce with a right digest and says in its tag what it tries', () => {
    for (const { attempt } of play(actors.passwords, 40)) {
      const second = goOn(attempt)
      const [digest] = digestsOf(parseMessage(second.bytes))
      const [guess] = analysed(second).guesses
      expect(guess?.user).toMatch(/^10[0-5]$/)
      expect(digest).toMatchObject({ nonce: challenged.challenge?.nonce, username: guess?.user })
      expect(digest?.response).toBe(
        md5(`${md5(`${guess?.user}:asterisk:${guess?.password}`)}:${digest?.nonce}:${md5(`REGISTER:${digest?.uri}`)}`),
      )
      expect(headerValue(parseMessage(second.bytes), 'call-id')).toBe(attempt.reply?.callId)
    }
  })

  test('with quality of protection the digest counts and salts (RFC 2617 §3.2.2.1)', () => {
    const { attempt } = play(actors.passwords, 1)[0]!
    const next = attempt.reply?.next({
      ...challenged,
      challenge: { realm: 'asterisk', nonce: 'abc', qop: 'auth', opaque: 'xyz' },
    })
    const [digest] = digestsOf(parseMessage(next?.bytes ?? new Uint8Array()))
    const [guess] = analysed(next as Attempt).guesses
    const a1 = md5(`${guess?.user}:asterisk:${guess?.password}`)
    const a2 = md5(`REGISTER:${digest?.uri}`)
    expect(digest?.response).toBe(md5(`${a1}:abc:${digest?.nc}:${digest?.cnonce}:auth:${a2}`))
    expect(digest?.opaque).toBe('xyz')
  })

  test('the disguise registers with a digest, acknowledges with our tag, and stays PJSIP', () => {
    const [register, invite] = play(actors.disguise, 2).map(({ attempt }) => attempt) as [Attempt, Attempt]
    expect(digestsOf(parseMessage(goOn(register).bytes))).toHaveLength(1)
    expect(headerValue(parseMessage(goOn(invite).bytes), 'to')).toBe(challenged.to)
    for (const attempt of [register, invite, goOn(register), goOn(invite)]) {
      expect(analysed(attempt).tool).toBe('pjsip')
    }
    expect(headerValue(parseMessage(invite.bytes), 'user-agent')).toMatch(/^Cisco-SIPGateway/)
  })

  test('scanners, spoofed sources and the study never do', () => {
    for (const actor of [actors.optionsSweep, actors.enumeration, actors.spoofing, actors.research, actors.fuzzing]) {
      expect(play(actor, 50).filter(({ attempt }) => attempt.reply)).toEqual([])
    }
  })
})

describe('the story', () => {
  const wholeStory = (seed: string): string => {
    const hash = createHash('sha256')
    for (const actor of Object.values(actors)) {
      for (const { wait, attempt } of play(actor, 100, seed)) {
        hash.update(`${wait} ${attempt.target.name} ${attempt.origin.address}:${attempt.origin.port}`)
        hash.update(attempt.bytes)
      }
    }
    return hash.digest('hex')
  }

  test('repeats with its seed and changes with it', () => {
    expect(wholeStory('a')).toBe(wholeStory('a'))
    expect(wholeStory('a')).not.toBe(wholeStory('b'))
  })

  test('does not depend on whether our answers come', () => {
    const bytes = (answering: boolean) =>
      [actors.passwords, actors.disguise].map((actor) => {
        const steps = actor(sceneFor('c'))
        return Array.from({ length: 30 }, () => {
          const { attempt } = steps.next().value
          if (answering) attempt.reply?.next(challenged)
          return Buffer.from(attempt.bytes).toString('latin1')
        })
      })
    expect(bytes(true)).toEqual(bytes(false))
  })

  test('comes from documentation addresses alone, each with a place on the map', () => {
    const file = readFileSync(new URL('../../../resources/demo-origins.json', import.meta.url), 'utf8')
    const { ranges } = JSON.parse(file) as { ranges: { cidr: string; country: string }[] }
    const documentation = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32']
    const within = (address: string, cidrs: string[]): number =>
      cidrs.filter((cidr) => {
        const [network, bits] = ipaddr.parseCIDR(cidr)
        const parsed = ipaddr.parse(address)
        return parsed.kind() === network.kind() && parsed.match(network, bits)
      }).length
    const addresses = Object.values(actors).flatMap((actor) =>
      play(actor, 400).map(({ attempt }) => attempt.origin.address),
    )
    for (const address of distinct(addresses)) {
      expect([address, within(address, documentation)]).toEqual([address, 1])
      expect([
        address,
        within(
          address,
          ranges.map(({ cidr }) => cidr),
        ),
      ]).toEqual([address, 1])
    }
  })

  test('sweeps from one /29, and with at least a hundred calls a second', () => {
    const steps = play(actors.prefixSweep, 6000)
    const [network] = ipaddr.parseCIDR('203.0.113.8/29')
    const sources = distinct(steps.map(({ attempt }) => attempt.origin.address))
    expect(sources.length).toBeGreaterThan(1)
    for (const source of sources) expect(ipaddr.parse(source).match(network, 29)).toBe(true)
    const milliseconds = steps.slice(1, 601).reduce((sum, { wait }) => sum + wait, 0)
    expect(600 / (milliseconds / 1000)).toBeGreaterThan(95)
    expect(600 / (milliseconds / 1000)).toBeLessThan(150)
  })
})

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
