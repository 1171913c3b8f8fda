import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../src/sip/header/address.ts'
import { headerValue, parseMessage } from '../../../src/sip/message/parse.ts'
import { provenBy, type DialogPart, type RoutabilityEvidence } from '../../../src/sip/proof/proven.ts'
import { corpus } from '../fixtures.ts'
import { udpPackets } from '../pcap.ts'

const folder = corpus()
if (folder === undefined) console.log('Skipped: no captures of real attacks here; name their folder in HONEYNET_CORPUS')

/** Dialogs of a capture by Call-ID; whatever `isOurs` says of the sender goes out. */
function dialogs(capture: string, isOurs: (source: string) => boolean): ReadonlyMap<string, readonly DialogPart[]> {
  const found = new Map<string, DialogPart[]>()
  for (const { time, source, payload } of udpPackets(`${folder ?? ''}/${capture}`)) {
    const message = parseMessage(payload)
    if (!message.start) continue
    const direction = isOurs(source) ? 'out' : 'in'
    const callId = headerValue(message, 'call-id') ?? ''
    found.set(callId, [...(found.get(callId) ?? []), { direction, transport: 'udp', time, message }])
  }
  return found
}

const has = ({ evidence }: RoutabilityEvidence, kind: string): boolean => evidence.some((one) => one.kind === kind)
const methodsOf = (dialog: readonly DialogPart[]): readonly string[] =>
  dialog.flatMap(({ message: { start } }) => (start?.kind === 'request' ? start.method : []))

describe.skipIf(folder === undefined)('in captures', () => {
  it('"Cisco-SIPGateway": 285 of 307 INVITE Call-IDs are acknowledged with the server\'s own To-tag', () => {
    const capture = 'fetched/attack-pcap/fake-cisco-sipgateway_pjsip_tollfraud_2018-04-07.part1.pcap'
    const all = [...dialogs(capture, (source) => !source.startsWith('206.55.185.163:')).values()]
    const invites = all.filter((dialog) => methodsOf(dialog).includes('INVITE'))
    expect(invites).toHaveLength(307)
    expect(invites.filter((dialog) => has(provenBy(dialog), 'ack'))).toHaveLength(285)
    // The same counted plainly: an ACK whose To-tag stood in an answer of that Call-ID.
    const tagOf = ({ message }: DialogPart): string | undefined =>
      parseAddress(headerValue(message, 'to') ?? '').params.get('tag')
    const plain = invites.filter((dialog) => {
      const tags = new Set(dialog.filter(({ direction }) => direction === 'out').flatMap((part) => tagOf(part) ?? []))
      return dialog.some((part) => methodsOf([part])[0] === 'ACK' && tags.has(tagOf(part) ?? ''))
    })
    expect(plain).toHaveLength(285)
    const nonces = all.filter((dialog) => has(provenBy(dialog), 'nonce'))
    expect(nonces).toHaveLength(112)
  })

  it('svmap of 2019, never answered: unproven', () => {
    for (const dialog of dialogs('fetched/attack-pcap/svmap-options_py2_2019-08-16.part1.pcap', () => false).values()) {
      expect(provenBy(dialog)).toEqual({ verdict: 'unproven', evidence: [] })
    }
  })

  it('own recordings of both directions: svcrack is proven by nonces, svmap and svwar stay unproven', () => {
    const all = [...dialogs('own/loopback/lab-both-directions.pcap', (source) => source.endsWith(':5070')).values()]
    const agent = ([first]: readonly DialogPart[]): string => (first && headerValue(first.message, 'user-agent')) ?? ''
    const guessing = all.filter((dialog) => dialog.some(({ message }) => headerValue(message, 'authorization')))
    expect(guessing.length).toBeGreaterThan(10)
    expect(guessing.every((dialog) => has(provenBy(dialog), 'nonce'))).toBe(true)
    const scans = all.filter((dialog) => agent(dialog) === 'friendly-scanner' && !guessing.includes(dialog))
    expect(scans.length).toBeGreaterThan(10)
    expect(scans.filter((dialog) => provenBy(dialog).verdict === 'proven').map(methodsOf)).toEqual([])
  })
})
