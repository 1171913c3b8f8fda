import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { decodeProxyHeader, encodeProxyHeader, proxyHeaderLength } from '../../../src/contract/wire/proxy-header.ts'

const v4 = fc.ipV4()
const v6 = fc.ipV6().map((text) => ipaddr.parse(text).toString())
const pair = fc.oneof(fc.tuple(v4, v4), fc.tuple(v6, v6))
const port = fc.integer({ min: 0, max: 65_535 })
const time = fc.option(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), { nil: undefined })

const header = fc
  .tuple(pair, port, port, fc.constantFrom('udp' as const, 'tcp' as const), time)
  .map(([[source, destination], sourcePort, destinationPort, transport, timeUs]) => ({
    transport,
    source,
    sourcePort,
    destination,
    destinationPort,
    ...(timeUs === undefined ? {} : { timeUs }),
  }))

describe('PROXY header', () => {
  it('comes back as it went in, whatever follows it', () => {
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 64 }), (wanted, rest) => {
        const encoded = encodeProxyHeader(wanted)
        const bytes = new Uint8Array([...encoded, ...rest])
        expect(decodeProxyHeader(bytes)).toEqual({ header: wanted, length: encoded.length })
        expect(proxyHeaderLength(bytes)).toBe(encoded.length)
      }),
    )
  })

  it('is not seen in a cut header, which says that more is needed', () => {
    fc.assert(
      fc.property(header, fc.nat(), (wanted, cut) => {
        const encoded = encodeProxyHeader(wanted)
        const bytes = encoded.subarray(0, cut % encoded.length)
        expect(decodeProxyHeader(bytes)).toBeUndefined()
        expect(proxyHeaderLength(bytes)).toBe(bytes.length < 16 ? 'more' : encoded.length)
      }),
    )
  })

  it('never throws on any bytes', () => {
    const magic = encodeProxyHeader({
      transport: 'udp',
      source: '192.0.2.1',
      sourcePort: 5060,
      destination: '127.0.0.1',
      destinationPort: 5060,
      timeUs: 1,
    })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(27), (bytes, keep) => {
        decodeProxyHeader(bytes)
        decodeProxyHeader(new Uint8Array([...magic.subarray(0, keep), ...bytes]))
      }),
    )
  })

  it('is byte for byte what the specification says', () => {
    const bytes = encodeProxyHeader({
      transport: 'udp',
      source: '192.0.2.1',
      sourcePort: 5061,
      destination: '127.0.0.1',
      destinationPort: 5060,
      timeUs: 0x0102030405,
    })
    const hex = '0d0a0d0a000d0a515549540a' + '21' + '12' + '0017' + 'c0000201' + '7f000001' + '13c5' + '13c4'
    expect(Buffer.from(bytes).toString('hex')).toBe(hex + 'e00008' + '0000000102030405')
  })

  it('refuses two families in one header', () => {
    const mixed = {
      transport: 'udp',
      sourcePort: 1,
      destinationPort: 2,
      source: '192.0.2.1',
      destination: '::1',
    } as const
    expect(() => encodeProxyHeader(mixed)).toThrow('address family')
  })
})
