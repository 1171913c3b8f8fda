import { describe, expect, it } from 'vitest'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { toolOf } from '../../../src/sip/tool/claimed.ts'
import { contradicts, toolName, toolPhrase } from '../../../src/sip/tool/tool.ts'
import { toolVerdict, type ToolVerdict } from '../../../src/sip/tool/verdict.ts'
import { recording, request } from '../fixtures.ts'
import { examples } from './examples/examples.ts'

const example = (name: string): Uint8Array => examples[name]?.[0]?.raw ?? new Uint8Array()
const text = (raw: Uint8Array): string => Buffer.from(raw).toString('latin1')
const named = (raw: Uint8Array, userAgent: string): Uint8Array =>
  new Uint8Array(Buffer.from(text(raw).replace(/^User-Agent: .*$/m, `User-Agent: ${userAgent}`), 'latin1'))
const verdict = (raw: Uint8Array): ToolVerdict => toolVerdict(parseMessage(raw))

describe('the verdict', () => {
  it('tells what a program claims from what it is', () => {
    const found = verdict(example('pjsip/PJSIP'))
    expect(found).toMatchObject({ tool: 'pjsip', claimed: 'cisco', confidence: 'certain' })
    expect(found.sentence).toBe('Claims “Cisco-SIPGateway/IOS-12.x”, is PJSIP')
  })

  it.each([
    ['svmap', 'Is SIPVicious (svmap, 0.3 or later, Python 3), as it says'],
    ['svwar-register', 'Is SIPVicious (svwar, 0.3 or later, Python 3), as it says'],
    ['svcrack', 'Is SIPVicious (svcrack, 0.3 or later, Python 3), as it says'],
    ['sipp-register-digest', 'Claims “Asterisk PBX”, is SIPp'],
    ['sipsak-options', 'Is sipsak, as it says'],
  ])('says of %s: %s', (name, sentence) => {
    const [first] = recording(`sip-tools/${name}.jsonl`)
    expect(verdict(first?.raw ?? new Uint8Array()).sentence).toBe(sentence)
  })

  it('says what a name belongs to that no table holds', () => {
    const found = verdict(named(example('sipvicious/SIPVicious'), 'Zeeko'))
    expect(found).toMatchObject({ tool: 'sipvicious', program: 'svmap', claimed: 'unknown' })
    expect(found.sentence).toBe('Calls itself “Zeeko”, is SIPVicious (svmap, 0.3 or later, Python 3)')
  })

  it('believes a name by itself in neither direction', () => {
    const found = verdict(request({ headers: { 'User-Agent': 'friendly-scanner' } }))
    expect(found).toMatchObject({ tool: 'sipvicious', confidence: 'by name only', features: [] })
    expect(toolOf(parseMessage(request({ headers: { 'User-Agent': 'friendly-scanner' } })), 'friendly-scanner')).toBe(
      'unknown',
    )
    expect(verdict(request()).confidence).toBe('unknown')
  })

  it.each([
    ['Asterisk PBX 20', 'asterisk', 'likely'],
    ['MicroSIP/3.21', 'softphone', 'likely'],
    ['Cisco-SIPGateway', 'pjsip', 'certain'],
    ['Twinkle/1.10', 'pjsip', 'certain'],
  ])('takes PJSIP that calls itself %s for %s', (userAgent, tool, confidence) => {
    const raw = named(example('pjsip/PJSIP'), userAgent)
    expect(verdict(raw)).toMatchObject({ tool, confidence })
    expect(toolOf(parseMessage(raw), userAgent)).toBe(tool)
  })

  it('shows where each feature stands', () => {
    const raw = example('sipvicious/SIPVicious')
    const shown = verdict(raw).features.map(({ header, start, end }) => [header, text(raw.subarray(start, end))])
    expect(shown).toContainEqual(['via', 'z9hG4bK-1953166338'])
    expect(shown).toContainEqual(['from', '3766303030303031313363650133393536383137343338'])
    expect(shown).toContainEqual(['call-id', '421973750021477689697141'])
    expect(shown.map(([header]) => header)).toContain(undefined)
    for (const { start, end } of verdict(raw).features) expect(end).toBeGreaterThan(start)
  })

  it.each([
    ['Yealink SIP-T46G', '; no signature of a desk phone is known to hold it against'],
    ['Cisco-SIPGateway/IOS-12.x', ', which its structure does not confirm'],
  ])('does not blame %s for what the table does not know', (userAgent, end) => {
    expect(verdict(request({ headers: { 'User-Agent': userAgent } })).sentence).toBe(
      `Calls itself “${userAgent}”${end}`,
    )
  })

  it.each([
    ['INVITE with a session', 'svwar-invite-036', 'Is SIPVicious (svwar, 0.3.6 or later), as it says'],
    ['ACK', 'svwar-ack', 'Is SIPVicious (svwar, 0.3 to 0.3.5), as it says'],
    ['compact', 'svcrack-compact', 'Is SIPVicious (svcrack, in compact form)'],
  ])('tells the versions of SIPVicious apart: %s', (_, name, sentence) => {
    const found = examples['sipvicious/SIPVicious']?.find(({ from }) => from === name)
    expect(verdict(found?.raw ?? new Uint8Array()).sentence).toBe(sentence)
  })

  it.each(['Yealink SIP-T54W', 'Avaya one-X Deskphone', 'Linksys-SPA942', 'FreeSWITCH-mod_sofia/1.10'])(
    'knows %s for a claim that svcrack makes',
    (userAgent) => {
      const [first] = recording('sip-tools/svcrack.jsonl')
      const found = verdict(named(first?.raw ?? new Uint8Array(), userAgent))
      expect(found.sentence).toBe(`Claims “${userAgent}”, is SIPVicious (svcrack, 0.3 or later, Python 3)`)
    },
  )

  it('says nothing about who answers: an answer repeats what was asked', () => {
    const answer = text(example('sipvicious/SIPVicious')).replace(/^.*/, 'SIP/2.0 200 OK')
    expect(verdict(new Uint8Array(Buffer.from(answer, 'latin1')))).toMatchObject({ confidence: 'by name only' })
  })

  it('shows hostile names as what they are, and no more than a line of them', () => {
    const { sentence } = verdict(request({ headers: { 'User-Agent': `cisco\u202e${'x'.repeat(500)}` } }))
    expect(sentence.length).toBeLessThan(160)
    expect(sentence).not.toContain('\u202e')
  })
})

describe('names', () => {
  it('come from the table', () => {
    expect([toolName('mr-sip'), toolName('unknown'), toolName('gone')]).toEqual(['Mr.SIP', 'Unknown', 'gone'])
    expect([toolPhrase('softphone'), toolPhrase('pjsip')]).toEqual(['a softphone', 'PJSIP'])
  })

  it.each([
    ['pjsip', 'cisco', true],
    ['pjsip', 'asterisk', false],
    ['pjsip', 'softphone', false],
    ['resiprocate', 'zoiper', false],
    ['resiprocate', 'linphone', true],
    ['sipvicious', 'asterisk', true],
    ['sipvicious', 'sipvicious', false],
    ['sipvicious', 'unknown', false],
    ['unknown', 'cisco', false],
  ])('%s that claims %s contradicts itself: %s', (tool, claimed, expected) => {
    expect(contradicts(tool, claimed)).toBe(expected)
  })
})
