import { describe, expect, it } from 'vitest'
import { analyse, type Analysis } from '../../../src/sip/analysis.ts'
import { claimedTool, toolOfUserAgent } from '../../../src/sip/tool/claimed.ts'
import { sipviciousTag } from '../../../src/sip/decode/sipvicious.ts'
import type { ToolId } from '../../../src/sip/tool/tool.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { fixture, recording, request } from '../fixtures.ts'

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
    ['sipp-uac-default', ['INVITE sipp extension-enumeration', 'ACK sipp signalling']],
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

describe('marks of structure', () => {
  const uuid = '3f1f7a52-7e5d-4b1c-9d0e-1a2b3c4d5e6f'
  const of = (branch: string, more: Record<string, string> = {}, userAgent = 'x'): ToolId =>
    claimedTool(userAgent, parseMessage(request({ headers: { Via: `SIP/2.0/UDP h;branch=${branch}`, ...more } })))

  it.each<[ToolId, string, Record<string, string>]>([
    ['pjsip', `z9hG4bKPj${uuid}`, {}],
    ['sipcli', `z9hG4bK-${'ab'.repeat(16)}`, { 'Call-ID': 'ab'.repeat(16) }],
    ['nmap', 'foo', { From: '<sip:nm@nm>;tag=root' }],
    ['zmap', 'AbCdEf.0123456789', {}],
    ['mr-sip', 'z9hG4bK-1234567890', { From: '<sip:a@b>;tag=123456' }],
    ['sipp', 'z9hG4bK-10411-1-0', {}],
  ])('%s', (tool, branch, headers) => expect(of(branch, headers)).toBe(tool))

  it('outrank a forged name, but not the name of a program built on PJSIP', () => {
    expect(of(`z9hG4bKPj${uuid}`, {}, 'Cisco-SIPGateway/IOS-12.x')).toBe('pjsip')
    expect(of(`z9hG4bKPj${uuid}`, {}, 'Asterisk PBX 20')).toBe('asterisk')
    expect(of(`z9hG4bKPj${uuid}`, {}, 'MicroSIP/3.21')).toBe('softphone')
  })

  it('of sipcli stand in SDP too', () => {
    const raw = request({ body: 'v=0\r\no=sipcli-Session 1 1 IN IP4 192.168.1.102\r\ns=sipcli\r\n' })
    expect(claimedTool(undefined, parseMessage(raw))).toBe('sipcli')
  })
})

describe('User-Agents', () => {
  it.each<[string | undefined, ToolId]>([
    ['friendly-scanner', 'sipvicious'],
    ['sipcli/v1.8', 'sipcli'],
    ['Cisco-SIPGateway/IOS-12.x', 'cisco'],
    ['FPBX-15.0.17', 'asterisk'],
    ['eyeBeam release 3015c stamp 27107', 'softphone'],
    ['VaxSIPUserAgent/3.1', 'other-scanner'],
    ['PBX', 'sipvicious'],
    ['Some PBX', 'unknown'],
    [undefined, 'unknown'],
  ])('%s', (userAgent, tool) => expect(toolOfUserAgent(userAgent)).toBe(tool))
})
