import { describe, expect, it } from 'vitest'
import { isClean } from '../../../src/sip/attack/clean.ts'
import { checkAddress } from '../../../src/sip/fault/address-check.ts'
import { Findings } from '../../../src/sip/fault/findings.ts'
import { checkVias } from '../../../src/sip/fault/via-check.ts'
import { AddressGlance } from '../../../src/sip/glance/address-glance.ts'
import { glanceAt, isSet } from '../../../src/sip/glance/glance.ts'
import { ViaGlance } from '../../../src/sip/glance/via-glance.ts'
import { parseAddress } from '../../../src/sip/header/address.ts'
import { parseVia } from '../../../src/sip/header/via.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { seeded } from '../attack/sql-variants.ts'
import { bytes, request } from '../fixtures.ts'

/** What addresses and Vias are made of, usual and odd. */
const names = ['"A"', '"100" ', '"a b" ', '""', 'A ', '"x', '']
const users = ['100@', '+46850780296@', '+x@', "1'--@", 'a:b@', '900972598072172@', '@', 'a%20b@', '']
const hosts = [
  '192.0.2.1',
  'example.com',
  'a-b.c',
  'a-.b',
  '1.2.3',
  '1.2.3.999',
  '1a.1.2.3.4',
  '255.255.255.255',
  '.',
  '',
]
const ports = ['', ':5060', ':65535', ':65536', ':', ':00005060', ':x']
const tails = ['', ';tag=x', ';tag=', ';tag=a;tag=b', ';tag=a.b', ';TAG=a', ';expires=1', ' ', ';tag=<']
const params = [
  '',
  ';rport',
  ';branch=z9hG4bK',
  ';branch=z9hG4bK1.a',
  ';branch=',
  ';rport=5060',
  ';branch=x;branch=y',
  ';x',
]
const transports = ['SIP/2.0/UDP ', 'SIP/2.0/WSS ', 'SIP/2.0/XYZ ', 'SIP/2.0/UDP  ', 'sip/2.0/udp ']

const random = seeded(7)
const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? ''

function address(): string {
  const [open, close] = random() < 0.7 ? ['<', '>'] : ['', '']
  return `${pick(names)}${open}sip:${pick(users)}${pick(hosts)}${pick(ports)}${close}${pick(tails)}`
}
const via = (): string => `${pick(transports)}${pick(hosts)}${pick(ports)}${pick(params)}${pick(params)}`

function faultsIn(value: string, check: (value: string, findings: Findings) => void): readonly string[] {
  const findings = new Findings()
  check(value, findings)
  return findings.faults.map(({ code }) => code)
}

describe('what a glance calls usual', () => {
  it('says of an address what its parser says, has no fault and holds no injection', () => {
    const glance = new AddressGlance()
    let usual = 0
    for (let count = 0; count < 40_000; count++) {
      const value = address()
      const line = bytes(`: ${value}\r\n`)
      if (!glance.read(line, 2, 2 + value.length)) continue
      usual++
      const cut = (from: number, to: number): string | undefined =>
        to === 0 ? undefined : value.slice(from - 2, to - 2)
      const { uri, params: known } = parseAddress(value)
      const { userFrom, userTo, tagFrom, tagTo } = glance
      expect([value, cut(userFrom, userTo), cut(tagFrom, tagTo)]).toEqual([value, uri?.user, known.get('tag')])
      expect([value, faultsIn(value, checkAddress), isClean(line, 1, line.length, true)]).toEqual([value, [], true])
    }
    expect(usual).toBeGreaterThan(150)
  })

  it('says of a Via what its parser says, and has no fault', () => {
    const glance = new ViaGlance()
    let usual = 0
    for (let count = 0; count < 40_000; count++) {
      const value = via()
      if (!glance.read(bytes(value), 0, value.length)) continue
      usual++
      const { hostFrom, hostTo, port, branchFrom, branchTo } = glance
      const known = parseVia(value)
      const branch = branchTo === 0 ? undefined : value.slice(branchFrom, branchTo)
      expect([value, value.slice(hostFrom, hostTo), port, branch]).toEqual([
        value,
        known?.host,
        known?.port ?? -1,
        known?.branch,
      ])
      expect([value, faultsIn(value, checkVias)]).toEqual([value, []])
    }
    expect(usual).toBeGreaterThan(150)
  })
})

describe('a glance at a message', () => {
  it('vouches for all headers of an ordinary request', () => {
    const message = parseMessage(request())
    const { sound, clean, requestUri, isComplete } = glanceAt(message)
    const places = message.headers.map((_, place) => [isSet(sound, place), isSet(clean, place)])
    expect([requestUri.usual, isComplete]).toEqual([true, true])
    expect(places).toEqual(message.headers.map(() => [true, true]))
  })

  it('vouches for the first of several and no further one', () => {
    const message = parseMessage(request({ headers: { 'X-A': '1\r\nFrom: <sip:a@b>;tag=1\r\nCSeq: 1 OPTIONS' } }))
    const twice = message.headers.filter(({ key }) => key === 'from' || key === 'cseq')
    const { sound } = glanceAt(message)
    const vouched = twice.map((header) => isSet(sound, message.headers.indexOf(header)))
    expect(vouched).toEqual([true, true, false, false])
  })

  it('is about the message that is asked about, whichever came before', () => {
    const one = parseMessage(request({ headers: { 'Call-ID': 'one@h' } }))
    const other = parseMessage(request({ headers: { 'Call-ID': "x' or 1--" } }))
    expect(glanceAt(one).callIdParts.usual).toBe(true)
    expect(glanceAt(other).callIdParts.usual).toBe(false)
    expect(glanceAt(one).callId).toBe(one.headers.find(({ key }) => key === 'call-id'))
  })
})
