import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStreamFramer } from '../../../src/sip/stream/framer.ts'
import { bytes, request } from '../fixtures.ts'
import { spent } from '../../support/cost.ts'

const text = (raw: Uint8Array | undefined): string => new TextDecoder().decode(raw)
const framed = (
  chunks: readonly Uint8Array[],
  limit = 65_536,
): { messages: string[]; broken: boolean; left: string } => {
  const framer = createStreamFramer({ message: limit })
  const messages = chunks.flatMap((chunk) => framer.push(chunk)).map(text)
  const broken = framer.broken
  return { messages, broken, left: text(framer.end()) }
}

const first = text(request({ headers: { 'Content-Length': '4' }, body: 'a\r\nb' }))
const second = text(request({ headers: { l: '0' } }))
const without = text(request())

describe('a stream', () => {
  it('is cut at Content-Length, keep-alives dropped', () => {
    const all = `\r\n\r\n${first}\r\n\r\n${second}${without}\r\n${first}`
    expect(framed([bytes(all)])).toEqual({ messages: [first, second, without, first], broken: false, left: '' })
  })

  it('gives the same messages however it is cut', () => {
    const all = bytes(`\r\n${first}${second}\r\n\r\n${without}${first}tail of`)
    const whole = framed([all])
    const cuts = fc.array(fc.nat(all.length), { maxLength: 30 })
    fc.assert(
      fc.property(cuts, (places) => {
        const borders = [0, ...places.sort((a, b) => a - b), all.length]
        const chunks = borders.slice(1).map((end, index) => all.subarray(borders[index], end))
        expect(framed(chunks)).toEqual(whole)
      }),
    )
    expect(framed([...all].map((byte) => Uint8Array.of(byte)))).toEqual(whole)
    expect(whole.left).toBe('tail of')
  })

  it('hands out what it never finished', () => {
    expect(framed([bytes('\x16\x03\x01 hello')])).toEqual({ messages: [], broken: false, left: '\x16\x03\x01 hello' })
  })

  it.each(['x', '-1', '99999999999', '1, 2'])('breaks when Content-Length is %j', (length) => {
    const raw = request({ headers: { 'Content-Length': length }, body: 'body' })
    const { messages, broken, left } = framed([raw, bytes(second)])
    expect(messages).toEqual([text(raw).replace('body', '')])
    expect({ broken, left }).toEqual({ broken: true, left: '' })
  })

  it('breaks when there are more headers than are read, as a length may be among the others', () => {
    const many = Array.from({ length: 300 }, (_, at) => `X-${at}: 1`).join('\r\n')
    const raw = `OPTIONS sip:a SIP/2.0\r\n${many}\r\nContent-Length: ${second.length}\r\n\r\n${second}`
    expect(framed([bytes(raw)])).toEqual({ messages: [raw.slice(0, -second.length)], broken: true, left: '' })
  })

  it('breaks at the limit, with a head that never ends or a body that is too long', () => {
    const endless = bytes('x'.repeat(250))
    expect(framed([bytes(second), endless], 220)).toMatchObject({ broken: true, messages: [second, 'x'.repeat(220)] })
    const long = bytes(text(request({ headers: { 'Content-Length': '5000' }, body: 'y'.repeat(5000) })))
    const { messages, broken } = framed([long], 400)
    expect(broken).toBe(true)
    expect(messages).toEqual([text(long).slice(0, 400)])
  })

  it('takes a message of exactly the limit, and further ones', () => {
    const { messages, broken } = framed([bytes(first + first)], first.length)
    expect(messages).toEqual([first, first])
    expect(broken).toBe(false)
  })

  it('needs linear time for one byte at a time', () => {
    const framer = createStreamFramer({ message: 65_536 })
    const started = spent()
    for (let at = 0; at < 60_000; at++) framer.push(Uint8Array.of(120))
    expect(spent() - started).toBeLessThan(1000)
  })
})
