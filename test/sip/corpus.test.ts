import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyse, type Analysis } from '../../src/sip/analysis.ts'
import { buildResponse } from '../../src/sip/write/response.ts'
import { headerValue, parseMessage } from '../../src/sip/message/parse.ts'
import { bytes, corpus } from './fixtures.ts'
import { udpPayloads } from './pcap.ts'

/** Real attacks that must not be stored here: read in place where this machine has them. */
const folder = corpus()
if (folder === undefined) console.log('Skipped: no captures of real attacks here; name their folder in HONEYNET_CORPUS')

const fetched = (...path: string[]): string => join(folder ?? '', 'fetched', ...path)
const received = (raw: Uint8Array): Analysis => analyse({ raw, direction: 'in' })
const requests = (capture: string): readonly Analysis[] =>
  udpPayloads(fetched(capture))
    .map(received)
    .filter((event) => event.kind === 'request')

/** How often each text occurs. */
function tally(events: readonly Analysis[], of: (event: Analysis) => string | undefined): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const key of events.flatMap((event) => of(event) ?? [])) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

const tools = (events: readonly Analysis[]): readonly string[] => Object.keys(tally(events, (event) => event.tool))
const classes = (events: readonly Analysis[]): readonly string[] => Object.keys(tally(events, (event) => event.class))
const numbers = (events: readonly Analysis[]): Record<string, number> =>
  tally(events, ({ number }) => number && `${number.prefix}|${number.core}`)

describe.skipIf(folder === undefined)('real attacks', () => {
  it('a Cisco-SIPGateway is PJSIP, dialling one number behind 011 and 9011', () => {
    const events = requests('attack-pcap/fake-cisco-sipgateway_pjsip_tollfraud_2018-04-07.part1.pcap')
    expect(new Set(events.flatMap((event) => event.userAgent ?? []))).toEqual(new Set(['Cisco-SIPGateway/IOS-12.x']))
    expect(tools(events)).toEqual(['pjsip'])
    expect(numbers(events)).toEqual({ '011|48185422016': 213, '9011|48185422016': 205 })
    expect(tally(events, (event) => event.class)).toMatchObject({ 'toll-fraud': 418, 'password-guessing': 70 })
  })

  it('"Cisco v11.0.0" is no Cisco but a password guesser', () => {
    const events = requests('attack-pcap/register-bruteforce_fake-cisco-v11_2018-03-14.part1.pcap')
    expect(tools(events)).toEqual(['cisco-v11'])
    expect(tally(events, (event) => event.class)).toEqual({ 'extension-enumeration': 359, 'password-guessing': 526 })
  })

  it('sipcli dials two numbers, behind carrier codes too', () => {
    const events = requests('attack-pcap/sipcli-v1.8_tollfraud_2018-01-15.part1.pcap')
    expect(tools(events.filter((event) => event.method === 'INVITE'))).toEqual(['sipcli'])
    const cores = new Set(events.flatMap((event) => event.number?.core ?? []))
    expect(cores).toEqual(new Set(['972599501806', '972598072172']))
    expect(numbers(events)).toMatchObject({ '1010333011|972599501806': 1, '9011|972599501806': 1 })
  })

  it('an old svmap is recognised when it calls itself Zeeko', () => {
    const events = requests('attack-pcap/svmap-options_py2_2019-08-16.part1.pcap')
    expect(tally(events, (event) => event.userAgent)).toMatchObject({ Zeeko: 1 })
    expect(tools(events)).toEqual(['sipvicious'])
    expect(classes(events)).toEqual(['options-sweep'])
  })

  it('a honeypot of 2010 saw SIPVicious, then a call abroad', () => {
    // Its publisher masked the last digits of the numbers.
    const log = readFileSync(fetched('honeypot-log', 'honeynet-fc4.part1.txt'), 'latin1').replaceAll('XXXX', '1234')
    const messages = log.split('Message:\n\n').slice(1)
    const events = messages.map((text) => received(bytes(text.split('\n-------------------------')[0] ?? '')))
    expect(events.every((event) => event.kind === 'request')).toBe(true)
    expect(tally(events, (event) => event.tool)).toEqual({ sipvicious: 3189, zoiper: 10 })
    expect(numbers(events)).toEqual({ '90011|43820891234': 1, '0011|23222281234': 1, '0011|25240211234': 1 })
  })
})

describe.skipIf(folder === undefined)('genuine calls', () => {
  it.each([
    ['eyebeam-real-client.siponly.pcap', 'counterpath'],
    ['isa-linphone-asterisk.pcap', 'linphone'],
    ['bruteshark-Asterisk_ZFONE_XLITE.siponly.pcap', 'counterpath'],
  ])('%s is from softphones and holds nothing like an injection, a sweep by a tool or toll fraud', (name, phone) => {
    const events = requests(`calls/${name}`)
    expect(tools(events)).toContain(phone)
    expect(tools(events)).not.toEqual(expect.arrayContaining(['sipvicious']))
    expect(classes(events).filter((found) => /injection|malformed|toll/.test(found))).toEqual([])
  })
})

describe.skipIf(folder === undefined)('messages made to break parsers', () => {
  /** Everything that can be answered must be, with the same identity. */
  const check = (raw: Uint8Array): void => {
    const message = parseMessage(raw)
    received(raw)
    const answer = parseMessage(buildResponse(message, { status: 400, reason: 'Bad Request', toTag: 'ours' }))
    expect(answer.start).toMatchObject({ status: 400 })
    if (message.faults.length === 0) expect(headerValue(answer, 'call-id')).toBe(headerValue(message, 'call-id'))
  }

  it.each(['kamailio', 'sofia-sip'])('%s', (name) => {
    const files = readdirSync(fetched('parser', name))
    expect(files.length).toBeGreaterThan(20)
    for (const file of files) check(new Uint8Array(readFileSync(fetched('parser', name, file))))
  })

  it('1,744 labelled attacks', () => {
    const file = readFileSync(fetched('labelled', 'sip-dataset-attack_test.part1.json'), 'utf8')
    const { dataset } = JSON.parse(file) as { dataset: readonly { readonly buffers: string }[] }
    expect(dataset).toHaveLength(1744)
    for (const { buffers } of dataset) check(bytes(buffers))
  })
})
