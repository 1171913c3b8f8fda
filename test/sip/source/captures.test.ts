import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAttack } from '../../../src/sip/attack/class.ts'
import type { BehaviourClass } from '../../../src/sip/source/behaviour.ts'
import { judge, type SourceVerdict } from '../../../src/sip/source/judge.ts'
import type { SourceSummary } from '../../../src/sip/source/summary.ts'
import { corpus } from '../fixtures.ts'
import { sourcesOf, sourcesOfLog } from './captures.ts'

/** Real traffic that must not be stored here: read in place where this machine has it. */
const folder = corpus()
if (folder === undefined) console.log('Skipped: no real captures here; name their folder in HONEYNET_CORPUS')

const fetched = (...path: string[]): string => join(folder ?? '', 'fetched', ...path)

/** The source with most messages. */
function busiest(sources: ReadonlyMap<string, SourceSummary>): SourceSummary {
  const [first] = [...sources.values()].sort((a, b) => b.messages - a.messages)
  if (!first) throw new Error('the capture holds no source')
  return first
}

const classesOf = ({ behaviours }: SourceVerdict): readonly BehaviourClass[] => behaviours.map((each) => each.class)

describe.skipIf(folder === undefined)('verdicts on real attacks', () => {
  it('the Cisco-SIPGateway that is PJSIP looks for a way out to one number, and guesses passwords', () => {
    const source = busiest(
      sourcesOf(fetched('attack-pcap', 'fake-cisco-sipgateway_pjsip_tollfraud_2018-04-07.part1.pcap')),
    )
    const verdict = judge(source)
    expect(classesOf(verdict)).toEqual(['prefix-sweep', 'toll-fraud', 'brute-force'])
    expect(verdict).toMatchObject({
      severity: 'high',
      sentence: 'Tried 2 prefixes in front of one number',
      reasons: [
        'Guessed passwords 122 times for 9 users',
        'Claims to be Cisco, is PJSIP',
        'Proved its address by confirming our answer',
      ],
    })
  })

  it('"Cisco v11.0.0" makes two guesses where two Authorization headers stand', () => {
    const source = busiest(
      sourcesOf(fetched('attack-pcap', 'register-bruteforce_fake-cisco-v11_2018-03-14.part1.pcap')),
    )
    expect(source.classes.get('password-guessing')).toBe(526)
    expect(source.guesses.attempts).toBeGreaterThan(526)
    const verdict = judge(source)
    expect(verdict).toMatchObject({ severity: 'high', sentence: 'Guessed passwords 698 times for 45 users' })
    expect(verdict.behaviours[0]?.reasons).toContain('went on through 872 refusals')
  })

  it('svmap only asks who is there', () => {
    const sources = sourcesOf(fetched('attack-pcap', 'svmap-options_py2_2019-08-16.part1.pcap'))
    const verdicts = [...sources.values()].map(judge)
    expect(new Set(verdicts.flatMap(classesOf))).toEqual(new Set(['options-sweep']))
    expect(new Set(verdicts.map(({ severity }) => severity))).toEqual(new Set(['low']))
  })

  it('sipcli looks for a way out to two numbers', () => {
    const source = busiest(sourcesOf(fetched('attack-pcap', 'sipcli-v1.8_tollfraud_2018-01-15.part1.pcap')))
    const verdict = judge(source)
    expect(classesOf(verdict)).toEqual(expect.arrayContaining(['prefix-sweep', 'toll-fraud']))
    expect(verdict).toMatchObject({
      severity: 'high',
      sentence: 'Tried 5 prefixes in front of 2 numbers',
      tool: 'Uses sipcli',
    })
  })

  it('the honeypot of 2010 was scanned by one source, and called through with credentials by another', () => {
    const sources = sourcesOfLog(fetched('honeypot-log', 'honeynet-fc4.part1.txt'))
    const [scanner, caller] = [...sources.values()].map(judge)
    expect(scanner && classesOf(scanner)).toEqual(['brute-force', 'extension-enumeration', 'options-sweep'])
    expect(scanner?.sentence).toBe('Guessed passwords 77 times for 3 users')
    expect(scanner?.reasons[0]).toBe('Tried 2,652 users and extensions')
    expect(caller && classesOf(caller)).toEqual(['toll-fraud', 'credential-reuse'])
    expect(caller).toMatchObject({ severity: 'high', sentence: 'Tried to call 3 numbers' })
  })
})

describe.skipIf(folder === undefined)('ordinary calls', () => {
  it.each([
    'eyebeam-real-client.siponly.pcap',
    'isa-linphone-asterisk.pcap',
    'bruteshark-Asterisk_ZFONE_XLITE.siponly.pcap',
    'bruteshark-SIP_CALL_RTP_G711.siponly.pcap',
    'bruteshark-SIP_DTMF2.siponly.pcap',
    'bruteshark-sip-rtp-g711.siponly.pcap',
    'bruteshark-sip-rtp-opus.siponly.pcap',
    'ndpi-sip.pcap',
    'sv-cloudshark.pcap',
    'sv-pattern.pcap',
  ])('%s holds no message that is an attack, and no source that is an attacker', (name) => {
    const sources = [...sourcesOf(fetched('calls', name)).values()]
    expect(sources.length).toBeGreaterThan(0)
    expect(sources.flatMap(({ classes }) => [...classes.keys()].filter(isAttack))).toEqual([])
    for (const source of sources)
      expect(judge(source)).toMatchObject({ severity: 'benign', behaviours: [{ class: 'phone' }] })
  })

  it('the phone of the laboratory that svmap scanned is no attacker either', () => {
    const sources = sourcesOf(fetched('calls', 'honeynet-fc4-lab.siponly.pcap'))
    const [phone, scanner] = [...sources.values()].sort((a, b) => b.messages - a.messages).map(judge)
    expect(phone).toMatchObject({ severity: 'benign' })
    expect(scanner && classesOf(scanner)).toEqual(['options-sweep'])
  })
})
