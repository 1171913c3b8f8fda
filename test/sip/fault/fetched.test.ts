import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faultsOfMessage } from '../../../src/sip/fault/check.ts'
import type { Fault } from '../../../src/sip/fault/fault.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { corpus } from '../fixtures.ts'
import { udpPayloads } from '../pcap.ts'
import { kamailio, sofia } from './fetched-table.ts'

/** Messages of others that must not be stored here: read in place where this machine has them. */
const folder = corpus()
if (folder === undefined) console.log('Skipped: no messages of other stacks here; name their folder in HONEYNET_CORPUS')

const fetched = (...path: string[]): string => join(folder ?? '', 'fetched', ...path)
const faultsOf = (raw: Uint8Array): readonly Fault[] => parseMessage(raw).faults
const codesIn = (raw: Uint8Array): readonly string[] => [...new Set(faultsOf(raw).map(({ code }) => code))].sort()
const isGrave = ({ weight }: Fault): boolean => weight === 'grave'
const filesIn = (path: string): readonly string[] => (folder === undefined ? [] : readdirSync(fetched(path)))

describe.skipIf(folder === undefined).each([
  ['kamailio', kamailio],
  ['sofia-sip', sofia],
])('the parser tests of %s', (stack, table) => {
  it.each(Object.entries(table))('%s: %s', (name, codes) => {
    const raw = new Uint8Array(readFileSync(fetched('parser', stack, name)))
    expect(codesIn(raw).join(' ')).toBe(codes)
  })

  it('are all in the table', () => expect(Object.keys(table).sort()).toEqual([...filesIn(`parser/${stack}`)].sort()))
})

interface Torture {
  readonly text: string
  readonly about: string
  /** Whether that stack refuses the message. */
  readonly refused: boolean
}

/** The torture messages of the draft that RFC 4475 grew from, call flows and what a stack's own makers added. */
function tortures(): readonly Torture[] {
  if (folder === undefined) return []
  const cases = readFileSync(fetched('parser/jain-sip-torture.xml'), 'latin1').split('<testcase>').slice(1)
  return cases.flatMap((xml) => {
    const [, text] = /<message>\s*<!\[CDATA\[([^]*?)\]\]>/.exec(xml) ?? []
    const [, about = ''] = /<description>\s*<!\[CDATA\[([^]*?)\]\]>/.exec(xml) ?? []
    return text === undefined ? [] : [{ text, about, refused: xml.includes('exception-class') }]
  })
}

/** What old messages have without anything being wrong with their making: no tags, lines that end with LF. */
const ofAge: ReadonlySet<string> = new Set(['from-tag', 'head-unfinished', 'content-type-missing', 'sdp'])

describe.skipIf(folder === undefined)('the torture messages of jain-sip', () => {
  const all = tortures().map((torture) => ({ ...torture, raw: new Uint8Array(Buffer.from(torture.text, 'latin1')) }))

  it('are all read', () => {
    expect(all).toHaveLength(374)
    for (const { raw } of all) expect(parseMessage(raw).bytes).toBe(raw)
  })

  it('have a fault of their own where that stack refuses them', () => {
    const unnoticed = all.filter(({ raw, refused }) => refused && codesIn(raw).every((code) => ofAge.has(code)))
    // A method that stack does not know, which is no fault of the message.
    expect(unnoticed.map(({ about }) => about.includes('NEWMETHOD'))).toEqual([true])
  })

  it('have no grave fault where they are call flows of a standard', () => {
    const flows = all.filter(({ about }) => about.includes('Call-flow'))
    expect(flows.length).toBeGreaterThan(280)
    const grave = flows.filter(({ raw }) => faultsOf(raw).some(isGrave))
    // An ACK whose CSeq says INVITE: that stack refuses it too.
    expect(grave.map(({ refused }) => refused)).toEqual([true])
  })
})

/** Made to be wrong, not recorded from telephones. */
const wrong: ReadonlySet<string> = new Set([
  'zeek-invalid-content-length.pcap',
  'zeek-junk-before-request.pcap',
  'sv-header-multi-value.pcap',
])

describe.skipIf(folder === undefined)('genuine calls', () => {
  const captures = filesIn('calls').filter((name) => name.endsWith('.pcap'))

  it.each(captures.filter((name) => !wrong.has(name)))('%s has no grave fault', (name) => {
    const messages = udpPayloads(fetched('calls', name))
      .map(parseMessage)
      .filter(({ start }) => start)
    expect(messages.flatMap((message) => message.faults.filter(isGrave))).toEqual([])
  })

  it('have hardly any fault at all', () => {
    const messages = captures.flatMap((name) => udpPayloads(fetched('calls', name)).map(parseMessage))
    const sip = messages.filter(({ start }) => start)
    expect(sip.length).toBeGreaterThan(200)
    expect(sip.filter((message) => message.faults.length > 0).length).toBeLessThan(12)
  })

  it.each(filesIn('attack-pcap'))('and the attack %s are well-formed: tools write what stacks read', (name) => {
    const messages = udpPayloads(fetched('attack-pcap', name)).map(parseMessage)
    expect(messages.filter(({ start }) => start).flatMap(faultsOfMessage)).toEqual([])
  })
})

interface Labelled {
  readonly dataset: readonly { readonly buffers: string }[]
}

describe.skipIf(folder === undefined)('hostile messages made of the torture messages', () => {
  const text =
    folder === undefined
      ? '{"dataset":[]}'
      : readFileSync(fetched('labelled/sip-dataset-attack_test.part1.json'), 'utf8')
  const { dataset } = JSON.parse(text) as Labelled
  const messages = dataset.map(({ buffers }) => new Uint8Array(Buffer.from(buffers, 'latin1')))

  it('show their faults, but for those that are valid', () => {
    const padding: ReadonlySet<string> = new Set(['short-body', 'sdp'])
    const unnoticed = messages.filter((raw) => codesIn(raw).every((code) => padding.has(code)))
    // Escaped NULs (RFC 4475 §3.1.1.4) and an Accept that nobody needs in a REGISTER.
    expect(unnoticed.length / messages.length).toBeLessThan(0.13)
    for (const raw of unnoticed) expect(Buffer.from(raw).toString('latin1')).toMatch(/^REGISTER sip:/)
  })
})
