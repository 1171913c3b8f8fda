import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decode, type Decoded } from '../../../src/sip/decode/decode.ts'
import { digestsOf } from '../../../src/sip/header/authorization.ts'
import { headerValue, parseMessage } from '../../../src/sip/message/parse.ts'
import type { SipMessage } from '../../../src/sip/message/message.ts'
import { bytes, corpus } from '../fixtures.ts'
import { udpPayloads } from '../pcap.ts'

const folder = corpus()
if (folder === undefined) console.log('Skipped: no captures of real attacks here; name their folder in HONEYNET_CORPUS')

const requests = (capture: string): readonly SipMessage[] =>
  udpPayloads(`${folder ?? ''}/fetched/attack-pcap/${capture}`)
    .map(parseMessage)
    .filter(({ start }) => start?.kind === 'request')
const only = <K extends Decoded['kind']>(all: readonly Decoded[], kind: K): readonly Extract<Decoded, { kind: K }>[] =>
  all.filter((one): one is Extract<Decoded, { kind: K }> => one.kind === kind)

describe.skipIf(folder === undefined)('real attacks give away', () => {
  it('svmap of 2019: its target in all 17 messages, that of the forged User-Agent too', () => {
    const messages = requests('svmap-options_py2_2019-08-16.part1.pcap')
    const decoded = messages.map((message) => decode(message))
    expect(messages).toHaveLength(17)
    expect(decoded.flatMap((all) => only(all, 'scan-target'))).toHaveLength(17)
    const zeeko = messages.find((message) => headerValue(message, 'user-agent') === 'Zeeko')
    expect(zeeko && decode(zeeko)).toMatchObject([{ kind: 'scan-target', port: 5060 }])
  })

  it('sipcli: the LAN address of its machine in every INVITE', () => {
    const invites = requests('sipcli-v1.8_tollfraud_2018-01-15.part1.pcap').filter(({ body }) => body.length > 0)
    // The publisher changed the IP layer alone, so the connection line stands for the source.
    const leaks = invites.map((invite) => only(decode(invite, '37.8.44.2'), 'leaked-address'))
    expect(invites).toHaveLength(11)
    expect(leaks.map((all) => all.map(({ address }) => address))).toEqual(invites.map(() => ['192.168.1.102']))
  })

  it('"Cisco-SIPGateway": PJSIP in every request', () => {
    const messages = requests('fake-cisco-sipgateway_pjsip_tollfraud_2018-04-07.part1.pcap')
    const tools = messages.map((message) => new Set(only(decode(message), 'tool-mark').map(({ tool }) => tool)))
    expect(messages).toHaveLength(1383)
    expect(tools.every((named) => named.size === 1 && named.has('pjsip'))).toBe(true)
  })

  it('"Cisco v11.0.0": two guesses wherever two Authorization headers stand', () => {
    const messages = requests('register-bruteforce_fake-cisco-v11_2018-03-14.part1.pcap')
    const several = messages.flatMap((message) => only(decode(message), 'several-guesses'))
    expect(messages).toHaveLength(885)
    expect(several).toHaveLength(172)
    expect(several.map(({ guesses }) => guesses.length)).toEqual(several.map(() => 2))
    // Its threads share a challenge most of the time, not always.
    expect(several.filter(({ oneNonce }) => oneNonce)).toHaveLength(133)
    expect(messages.flatMap(digestsOf)).toHaveLength(526 + 172)
  })

  it('nothing where the publisher of a honeypot log masked the tags', () => {
    const log = readFileSync(`${folder ?? ''}/fetched/honeypot-log/honeynet-fc4.part1.txt`, 'latin1')
    const messages = log.split('Message:\n\n').slice(1)
    expect(messages).toHaveLength(3199)
    expect(messages.flatMap((text) => decode(parseMessage(bytes(text.split('\n-----')[0] ?? ''))))).toEqual([])
  })
})

describe.skipIf(folder === undefined)('genuine calls', () => {
  it.each(['eyebeam-real-client.siponly.pcap', 'isa-linphone-asterisk.pcap'])('%s: no tool is named', (name) => {
    const all = udpPayloads(`${folder ?? ''}/fetched/calls/${name}`).flatMap((raw) => decode(parseMessage(raw)))
    expect(all.filter(({ kind }) => kind !== 'leaked-address')).toEqual([])
  })
})
