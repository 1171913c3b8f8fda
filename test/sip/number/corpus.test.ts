import { describe, expect, it } from 'vitest'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { dialledNumber, dialledNumbers } from '../../../src/sip/number/dialled.ts'
import { foldNumbers } from '../../../src/sip/number/fold.ts'
import { corpus } from '../fixtures.ts'
import { udpPayloads } from '../pcap.ts'

const folder = corpus()
if (folder === undefined) console.log('Skipped: no captures of real attacks here; name their folder in HONEYNET_CORPUS')

const messages = (capture: string) =>
  udpPayloads(`${folder ?? ''}/fetched/attack-pcap/${capture}`).map((payload) => parseMessage(payload))

/** Cores with the prefixes seen before them. */
function foldedIn(capture: string): Readonly<Record<string, readonly string[]>> {
  const dialled = messages(capture).flatMap((message) => {
    const number = dialledNumber(message)
    return number ? [number.prefix + number.core] : []
  })
  const cores: Record<string, string[]> = {}
  for (const { core, prefix } of foldNumbers(dialled)) (cores[core] ??= []).push(prefix)
  for (const prefixes of Object.values(cores)) prefixes.sort()
  return cores
}

describe.skipIf(folder === undefined)('numbers dialled in real attacks', () => {
  it('are one behind 011 and 9011 for the false Cisco gateway', () =>
    expect(foldedIn('fake-cisco-sipgateway_pjsip_tollfraud_2018-04-07.part1.pcap')).toEqual({
      48185422016: ['011', '9011'],
    }))

  it('are Israeli mobiles behind access codes for sipcli', () => {
    const folded = foldedIn('sipcli-v1.8_tollfraud_2018-01-15.part1.pcap')
    console.log('sipcli dialled', folded)
    expect(Object.keys(folded)).toContain('972599501806')
    for (const core of Object.keys(folded)) expect(core).toMatch(/^9725\d{8}$/)
  })

  it('stand in Request-URI and To alike', () => {
    const invites = messages('fake-cisco-sipgateway_pjsip_tollfraud_2018-04-07.part1.pcap').map(dialledNumbers)
    const named = invites.filter(({ requested }) => requested !== undefined)
    expect(named.length).toBeGreaterThan(100)
    for (const { requested, to } of named) expect(to?.core).toBe(requested?.core)
  })
})
