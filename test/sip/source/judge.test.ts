import { describe, expect, it } from 'vitest'
import type { AttackClass } from '../../../src/sip/attack/class.ts'
import { rulesVersion } from '../../../src/sip/rules.ts'
import { behavioursOf } from '../../../src/sip/source/behaviours.ts'
import { namesForeignHost } from '../../../src/sip/source/foreign.ts'
import { judge } from '../../../src/sip/source/judge.ts'
import type { SourceSummary } from '../../../src/sip/source/summary.ts'

type Classes = Readonly<Partial<Record<AttackClass, number>>>

/** A source that did nothing, changed. */
function source(change: Partial<Omit<SourceSummary, 'classes'>> & { readonly classes?: Classes }): SourceSummary {
  const { classes = {}, ...rest } = change
  return {
    messages: 10,
    firstSeen: 0,
    lastSeen: 60_000,
    peakPerSecond: 1,
    dialogs: 10,
    sensors: 1,
    methods: new Map(),
    users: 0,
    guesses: { attempts: 0, users: 0, mostPerUser: 0, passwords: 0 },
    numbers: [],
    numberCount: 0,
    prefixCount: 0,
    tools: [],
    fingerprints: 1,
    proof: 'unproven',
    foreignVia: 0,
    refusals: 0,
    accepted: 0,
    timeToInvite: undefined,
    ...rest,
    classes: new Map(Object.entries(classes) as [AttackClass, number][]),
  }
}

const classesOf = (summary: SourceSummary): readonly string[] => behavioursOf(summary).map((each) => each.class)
const guesses = (attempts: number, users: number, mostPerUser: number, passwords = 0): SourceSummary['guesses'] => ({
  attempts,
  users,
  mostPerUser,
  passwords,
})
const numbers = (...cores: readonly string[]): SourceSummary['numbers'] =>
  cores.map((core) => ({ core, attempts: 1, prefixes: 1 }))

describe('behaviours', () => {
  it.each<[string, string[], Parameters<typeof source>[0]]>([
    ['nothing', [], {}],
    ['a login', ['phone'], { classes: { login: 2 }, guesses: guesses(1, 1, 1) }],
    ['nine guesses', ['phone'], { classes: { login: 20 }, guesses: guesses(9, 1, 9), refusals: 18 }],
    ['ten guesses', ['brute-force'], { classes: { login: 20 }, guesses: guesses(10, 1, 10), refusals: 20 }],
    ['a phone that is let in', ['phone'], { classes: { login: 20 }, guesses: guesses(12, 1, 12), accepted: 3 }],
    ['one guess of svcrack', ['brute-force'], { classes: { 'password-guessing': 1 } }],
    ['a few passwords each', ['password-spraying'], { classes: { login: 40 }, guesses: guesses(20, 10, 2), users: 10 }],
    ['nine users named', ['phone'], { classes: { login: 9 }, users: 9 }],
    ['ten users named', ['extension-enumeration'], { classes: { login: 10 }, users: 10 }],
    ['known credentials', ['toll-fraud', 'credential-reuse'], knownCredentials()],
    ['refused credentials', ['toll-fraud'], { ...knownCredentials(), refusals: 6 }],
    ['a call as subscribers make it', ['phone'], { classes: { login: 2, call: 3 }, numberCount: 1 }],
    ['five numbers called', ['toll-fraud'], { classes: { call: 5 }, numberCount: 5 }],
    [
      'one number called thirty times',
      ['toll-fraud'],
      { classes: { call: 30 }, numberCount: 1, numbers: [{ core: '46850780296', attempts: 30, prefixes: 1 }] },
    ],
    ['two prefixes once', ['toll-fraud'], dialled(2, 2)],
    ['two prefixes often', ['prefix-sweep', 'toll-fraud'], dialled(2, 10)],
    ['three prefixes', ['prefix-sweep', 'toll-fraud'], dialled(3, 3)],
    ['a range', ['number-sweep'], { numbers: numbers('46700001', '46700002', '46700003', '46700014', '46700025') }],
    ['far numbers', [], { numbers: numbers('46700001', '44700002', '49700003', '33700014', '31700025') }],
    ['SQL', ['sql-injection'], { classes: { 'sql-injection': 1 } }],
    ['a script', ['injection'], { classes: { injection: 1 } }],
    ['a leak', ['digest-leak'], { classes: { 'digest-leak': 1 } }],
    ['media', ['rtp-bleed'], { classes: { 'rtp-bleed': 1 } }],
    ['malformed ones', ['fuzzing'], { classes: { malformed: 3 } }],
    [
      'seven methods',
      ['method-enumeration'],
      { methods: new Map('a b c d e f g'.split(' ').map((name) => [name, 1])) },
    ],
    [
      'the methods of a phone',
      ['phone'],
      { classes: { call: 2 }, messages: 40, methods: new Map('a b c d e f g h i'.split(' ').map((name) => [name, 4])) },
    ],
    ['a flood', ['flood'], { peakPerSecond: 500 }],
    ['one Call-ID', ['flood'], { messages: 2000, dialogs: 1 }],
    ['one Call-ID to guess with', ['brute-force'], guessesOfOneDialog()],
    ['Via port 9', ['flood'], { classes: { flood: 3 } }],
    ['answers elsewhere', ['reflection'], { foreignVia: 10 }],
    ['answers elsewhere, going on', [], { foreignVia: 10, dialogs: 4 }],
    ['answers elsewhere, proven', [], { foreignVia: 10, proof: 'nonce' }],
    ['another protocol', ['non-sip-probe'], { classes: { 'non-sip': 1 } }],
    ['a study', ['research-scan'], { classes: { 'research-scan': 1 } }],
  ])('%s: %j', (_, expected, change) => expect(classesOf(source(change))).toEqual(expected))

  it('each say why, in a sentence without a full stop', () => {
    const classes: Classes = {
      'sql-injection': 1,
      injection: 2,
      malformed: 1,
      'options-sweep': 3,
      'toll-fraud': 1,
      flood: 1,
    }
    for (const { sentence, reasons, count } of behavioursOf(source({ classes }))) {
      expect(sentence).toMatch(/^[A-Z].*[^.]$/)
      expect(reasons.length).toBeGreaterThan(0)
      expect(count).toBeGreaterThan(0)
    }
  })
})

function knownCredentials(): Parameters<typeof source>[0] {
  return { classes: { login: 3, 'toll-fraud': 3 }, guesses: guesses(3, 1, 3), numberCount: 3, refusals: 3 }
}

function guessesOfOneDialog(): Parameters<typeof source>[0] {
  return { classes: { login: 2000 }, messages: 2000, dialogs: 1, guesses: guesses(1000, 1, 1000) }
}

function dialled(prefixes: number, attempts: number): Parameters<typeof source>[0] {
  const tried = [{ core: '46850780296', attempts, prefixes }]
  return { classes: { 'toll-fraud': attempts }, numbers: tried, numberCount: 1, prefixCount: prefixes }
}

describe('a verdict', () => {
  it('is the gravest behaviour, with at most three reasons of which one is how sure the address is', () => {
    const verdict = judge(
      source({
        classes: { 'sql-injection': 2, 'toll-fraud': 41, 'options-sweep': 5 },
        numbers: [{ core: '46850780296', attempts: 41, prefixes: 41 }],
        numberCount: 1,
        prefixCount: 41,
        tools: [{ tool: 'sipvicious', userAgent: 'Cisco', messages: 48 }],
        proof: 'nonce',
        sensors: 3,
      }),
    )
    expect(verdict).toMatchObject({
      severity: 'critical',
      sentence: 'Tried SQL injection in 2 messages',
      reasons: [
        'Tried 41 prefixes in front of one number',
        'Claims to be Cisco, is SIPVicious (svmap)',
        'Proved its address by answering our challenge',
      ],
      rules: rulesVersion,
    })
  })

  it('says how fast and how wide when there is nothing graver to say', () => {
    const verdict = judge(source({ classes: { 'options-sweep': 5 }, peakPerSecond: 40, sensors: 2 }))
    expect(verdict.reasons).toEqual([
      'Sent up to 40 messages a second',
      'Seen by 2 sensors',
      'Its address is not proven and may be forged',
    ])
  })

  it('calls volume from an address that nothing proves no more than low, and forgeable', () => {
    const flood = { peakPerSecond: 4000, messages: 100_000, classes: { 'options-sweep': 100_000 } } as const
    expect(judge(source(flood))).toMatchObject({ severity: 'low' })
    expect(judge(source(flood)).reasons).toContain('Its address is not proven and may be forged')
    expect(judge(source({ ...flood, proof: 'tcp' }))).toMatchObject({ severity: 'medium' })
  })

  it('thinks of a phone with an old password before it speaks of guessing', () => {
    const failed = (attempts: number, users: number): ReturnType<typeof judge> =>
      judge(source({ classes: { login: 2 * attempts }, guesses: guesses(attempts, users, attempts), users }))
    expect(failed(30, 1)).toMatchObject({ severity: 'medium', sentence: 'Tried to log in 30 times as one user' })
    expect(failed(30, 1).behaviours[0]?.reasons).toContain(
      'one user, and no tool of attackers: it may be a phone with an old password',
    )
    expect(failed(30, 2)).toMatchObject({ severity: 'high', sentence: 'Guessed passwords 30 times for 2 users' })
    expect(failed(1440, 1)).toMatchObject({ severity: 'high', sentence: 'Guessed passwords 1,440 times for one user' })
  })

  it('has a reason for guessing that has only begun', () => {
    const [begun] = behavioursOf(source({ classes: { 'password-guessing': 1 } }))
    expect(begun).toMatchObject({ sentence: 'Prepared to guess passwords in one message' })
    expect(begun?.reasons).toEqual(['asked for the nonce that guesses are made with, as its tool does first'])
  })

  it('counts requests where every user named came with a password too', () => {
    const verdict = judge(source({ classes: { 'extension-enumeration': 2 }, users: 1, guesses: guesses(1, 1, 1) }))
    expect(verdict.behaviours[0]?.reasons).toEqual([
      '2 requests without a password: the answers tell which of them exist',
    ])
  })

  it('takes the requests that fetch a challenge for each guess for no enumeration', () => {
    const made = { classes: { 'extension-enumeration': 40, 'password-guessing': 40 }, guesses: guesses(40, 3, 14) }
    expect(classesOf(source({ ...made, users: 3 }))).toEqual(['brute-force'])
    expect(classesOf(source({ ...made, users: 4 }))).toEqual(['brute-force', 'extension-enumeration'])
    const tools = [{ tool: 'sipvicious', userAgent: 'friendly-scanner', messages: 80 }]
    expect(classesOf(source({ ...made, users: 3, tools }))).toEqual(['brute-force', 'extension-enumeration'])
  })

  it('counts no guesses where only a tool is known that would make them', () => {
    const [behaviour] = behavioursOf(source({ classes: { 'password-guessing': 85 }, refusals: 84 }))
    expect(behaviour?.sentence).toBe('Prepared to guess passwords in 85 messages')
    expect(behaviour?.reasons).toEqual(['went on through 84 refusals'])
  })

  it('tells that passwords are known before how fast they came', () => {
    const counts = { classes: { 'password-guessing': 84 }, guesses: guesses(42, 1, 42, 42), peakPerSecond: 85 }
    expect(judge(source(counts)).reasons[0]).toBe('We know 42 passwords that it tried')
  })

  it('names a false claim even when most messages claim nothing', () => {
    const tools = ['', 'sipcli/v1.8'].map((userAgent) => ({ tool: 'sipp', userAgent, messages: 80 }))
    expect(judge(source({ tools })).tool).toBe('Claims to be sipcli, is SIPp')
  })

  it('names the programs of SIPVicious by what was done, unless others may have done it', () => {
    const classes = { 'extension-enumeration': 900, 'password-guessing': 40 }
    const scanner = { tool: 'sipvicious', userAgent: 'friendly-scanner', messages: 940 }
    expect(judge(source({ classes, tools: [scanner] })).tool).toBe('Uses SIPVicious (svwar, svcrack)')
    const other = { tool: 'sippts', userAgent: 'pplsip', messages: 1 }
    expect(judge(source({ classes, tools: [scanner, other] })).tool).toBe('Uses SIPVicious')
  })

  it('names kinds of programs as words of its sentence', () => {
    const claims = (tool: string, userAgent: string): string | undefined =>
      judge(source({ tools: [{ tool, userAgent, messages: 1 }] })).tool
    expect(claims('sipvicious', 'MicroSIP/3.20')).toBe('Claims to be a softphone, is SIPVicious')
    expect(claims('unknown', 'sip-scan')).toBe('Calls itself a known scanner')
  })

  it('of nothing known says so', () =>
    expect(judge(source({}))).toMatchObject({
      severity: 'unknown',
      sentence: 'Sent nothing that fits a known attack',
    }))

  it('of answers alone says that they are all', () =>
    expect(judge(source({ messages: 4, classes: { signalling: 4 } }))).toMatchObject({
      severity: 'unknown',
      sentence: 'Sent nothing but answers, acknowledgements or keep-alives',
    }))

  it('of the same counts is the same', () => {
    const change = { classes: { 'toll-fraud': 3, injection: 1 }, numberCount: 2 } as const
    expect(judge(source(change))).toEqual(judge(source(change)))
  })
})

describe('a Via that names another host', () => {
  it.each([
    [true, '198.41.0.4', '192.0.2.7'],
    [false, '192.0.2.7', '192.0.2.7'],
    [false, '192.168.1.4', '192.0.2.7'],
    [false, '127.0.0.1', '192.0.2.7'],
    [false, '100.64.3.4', '192.0.2.7'],
    [false, '1.1.1.1', '192.0.2.7'],
    [false, 'example.com', '192.0.2.7'],
    [false, '999.1.1.1', '192.0.2.7'],
    [false, undefined, '192.0.2.7'],
    [false, '198.41.0.4', '2001:db8::1'],
  ])('%s: %s from %s', (expected, host, address) => expect(namesForeignHost(host, address)).toBe(expected))
})
