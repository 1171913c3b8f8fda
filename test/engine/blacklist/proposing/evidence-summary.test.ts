import { describe, expect, it } from 'vitest'
import { summaryOfMessage } from '../../../../src/engine/blacklist/proposing/evidence-summary.ts'
import { bytes, recording, request } from '../../../sip/fixtures.ts'

const recorded = (name: string, holds: string, change = (text: string): string => text): string => {
  const texts = recording(`sip-tools/${name}.jsonl`).map(({ raw }) => Buffer.from(raw).toString('latin1'))
  const text = texts.find((each) => !each.startsWith('SIP/2.0') && each.includes(holds))
  return summaryOfMessage(Buffer.from(change(text ?? ''), 'latin1'))
}
const disguised = (text: string): string => text.replace(/User-Agent: .*/, 'User-Agent: Cisco-SIPGateway/IOS-12.x\r')

describe('the summary of an evidence item', () => {
  it('can be signed wherever it is cut, even in the middle of an emoji', () => {
    for (const padding of ['', 'W', 'WW', 'WWW'])
      expect(summaryOfMessage(request({ headers: { 'User-Agent': padding + '😀'.repeat(400) } })).isWellFormed()).toBe(
        true,
      )
  })

  it('tells the guess, what its program claims and what it is', () => {
    const tag = Buffer.from('101:1210\x01').toString('hex')
    expect(recorded('svcrack', `tag=${tag}`, disguised)).toBe(
      'REGISTER as 101 with a password, claims “Cisco-SIPGateway/IOS-12.x”, is SIPVicious',
    )
  })

  it('tells the number behind its prefix', () =>
    expect(recorded('sipp-prefix-sweep', 'INVITE sip:9011')).toMatch(
      /^INVITE to \+46\d+ \(prefix 9011\), claims “[^”]+”, is SIPp$/,
    ))

  it('leaves out what is not known, and shows what cannot be seen', () => {
    expect(summaryOfMessage(bytes('GET / HTTP/1.1\r\n\r\n'))).toBe('Something other than SIP')
    expect(summaryOfMessage(request({ headers: { 'User-Agent': 'a\x1b\u202eb' } }))).not.toMatch(/[\x1b\u202e]/)
    expect(summaryOfMessage(request({ headers: { 'User-Agent': 'W'.repeat(3000) } })).length).toBeLessThanOrEqual(300)
  })
})
