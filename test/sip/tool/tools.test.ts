import { describe, expect, it } from 'vitest'
import { analyse, type Analysis } from '../../../src/sip/analysis.ts'
import { toolOfUserAgent } from '../../../src/sip/tool/claimed.ts'
import { sipviciousTag } from '../../../src/sip/decode/sipvicious.ts'
import type { ToolId } from '../../../src/sip/tool/tool.ts'
import { fixture, recording } from '../fixtures.ts'

const analysed = (path: string): readonly Analysis[] =>
  recording(path).map(({ raw }) => analyse({ raw, direction: 'in' }))
const seen = (path: string): readonly string[] => [
  ...new Set(analysed(path).map((event) => `${event.method ?? ''} ${event.tool} ${event.class}`)),
]

describe('recorded tools get the right tool and class', () => {
  it.each([
    ['svmap', ['OPTIONS sipvicious options-sweep']],
    ['svmap-invite', ['INVITE sipvicious options-sweep']],
    ['svwar-register', ['REGISTER sipvicious extension-enumeration']],
    ['svwar-options', ['OPTIONS sipvicious extension-enumeration']],
    ['svcrack', ['REGISTER sipvicious password-guessing']],
    ['sipsak-options', ['OPTIONS sipsak options-sweep']],
    ['sipsak-register', ['REGISTER sipsak extension-enumeration', 'REGISTER sipsak password-guessing']],
    ['sipp-uac-default', ['INVITE sipp call', 'ACK sipp signalling']],
    ['sipp-prefix-sweep', ['INVITE sipp toll-fraud', 'ACK sipp signalling']],
    ['sipp-register-digest', ['REGISTER sipp extension-enumeration', 'REGISTER sipp password-guessing']],
  ])('%s', (name, expected) => expect(seen(`sip-tools/${name}.jsonl`)).toEqual(expected))

  it('sippts', () => {
    const events = ['scan-options', 'exten-register'].map((name) =>
      analyse({ raw: fixture(`sip-tools/${name}.sip`), direction: 'in' }),
    )
    expect(events.map((event) => [event.tool, event.class])).toEqual([
      ['sippts', 'options-sweep'],
      ['sippts', 'extension-enumeration'],
    ])
  })

  it('the sweep folds to one number', () => {
    const numbers = analysed('sip-tools/sipp-prefix-sweep.jsonl').flatMap((event) => event.number ?? [])
    expect(new Set(numbers.map((number) => number.core))).toEqual(new Set(['46812345678']))
    expect(new Set(numbers.map((number) => number.prefix)).size).toBeGreaterThan(10)
  })

  it('svcrack tells which passwords it tries', () => {
    const guesses = analysed('sip-tools/svcrack.jsonl').flatMap((event) => event.guesses)
    expect(guesses[0]).toEqual({ user: '101', password: '101' })
    expect(guesses).toContainEqual({ user: '101', password: '1234' })
    expect(guesses).toHaveLength(36)
  })

  it('a changed User-Agent changes nothing', () => {
    const [line] = recording('sip-tools/svmap.jsonl')
    const text = new TextDecoder().decode(line?.raw).replace('friendly-scanner', 'Zeeko')
    expect(analyse({ raw: new TextEncoder().encode(text), direction: 'in' })).toMatchObject({
      tool: 'sipvicious',
      userAgent: 'Zeeko',
    })
  })
})

describe('SIPVicious tags', () => {
  it.each([
    ['3766303030303031313363650133393536383137343338', { kind: 'target', address: '127.0.0.1', port: 5070 }],
    ['31303001373635313639303836', { kind: 'extension', extension: '100' }],
    ['3130313a3a780132', { kind: 'guess', user: '101', password: ':x' }],
    ['3206210844', { kind: 'first-contact' }],
    ['25d82221', undefined],
    ['3130300178', undefined],
    ['', undefined],
    ['31'.repeat(5000) + '0131', undefined],
  ])('%s', (tag, meaning) => expect(sipviciousTag(tag)).toEqual(meaning))
})

describe('User-Agents', () => {
  it.each<[string | undefined, ToolId]>([
    ['friendly-scanner', 'sipvicious'],
    ['sipcli/v1.8', 'sipcli'],
    ['Cisco-SIPGateway/IOS-12.x', 'cisco'],
    ['FPBX-15.0.17', 'asterisk'],
    ['eyeBeam release 3015c stamp 27107', 'counterpath'],
    ['Zoiper rev.6751', 'zoiper'],
    ['MicroSIP/3.21', 'softphone'],
    ['VaxSIPUserAgent/3.1', 'other-scanner'],
    ['PBX', 'sipvicious'],
    ['Some PBX', 'unknown'],
    ['constructor', 'unknown'],
    [undefined, 'unknown'],
  ])('%s', (userAgent, tool) => {
    expect(toolOfUserAgent(userAgent)).toBe(tool)
    expect(toolOfUserAgent(userAgent)).toBe(tool)
  })

  it('are forgotten when there are too many of them', () => {
    for (let each = 0; each < 3000; each++) expect(toolOfUserAgent(`name ${each}`)).toBe('unknown')
    expect(toolOfUserAgent('friendly-scanner')).toBe('sipvicious')
  })
})
