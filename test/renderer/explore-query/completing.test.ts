import { describe, expect, it } from 'vitest'
import { leadsOn, offerAt, useful } from '../../../src/renderer/views/explore/query/completing.ts'

const offered = (text: string, caret = text.length): readonly string[] =>
  offerAt(text, caret).items.map((item) => item.text)

describe('what could stand at the caret', () => {
  it('is keys, then values that the language knows', () => {
    expect(offered('meth')).toEqual(['method:'])
    expect(offered('transport:')).toEqual(expect.arrayContaining(['udp', 'tcp']))
    expect(offered('transport:udp method:INV', 13)).toEqual([])
  })

  it('is asked of the engine only where the store may have values', () => {
    expect(offerAt('ua:sip', 6).askEngine).toBe(true)
    expect(offerAt('since:now', 9).askEngine).toBe(false)
    expect(offerAt('meth', 4).askEngine).toBe(false)
    expect(offerAt('nothing:x', 9)).toMatchObject({ items: [], askEngine: false })
  })

  it('is not shown unasked where nothing was begun', () => {
    expect(offerAt('method:INVITE ', 14).unasked).toBe(true)
    expect(offerAt('method:INVITE m', 15).unasked).toBe(false)
    expect(offerAt('method:', 7).unasked).toBe(false)
  })

  it('is nothing when the only choice stands already', () => {
    const item = { text: 'tcp', from: 10, to: 13, detail: '' }
    expect(useful('transport:tcp', [item])).toEqual([])
    expect(useful('transport:tc', [{ ...item, to: 12 }])).toHaveLength(1)
  })

  it('leads on behind a colon and within a quote', () => {
    const item = { from: 0, to: 0, detail: '' }
    expect(['method:', 'raw:"', 'tcp'].map((text) => leadsOn({ ...item, text }))).toEqual([true, true, false])
  })
})
