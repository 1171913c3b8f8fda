import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/sip/analysis.ts'
import { accumulate, type SourceMessage } from '../../../src/sip/source/accumulate.ts'
import { judge } from '../../../src/sip/source/judge.ts'
import { recording, request } from '../fixtures.ts'

/** Messages of one tool as a sensor receives them, twenty in a second. */
const received = (raws: readonly Uint8Array[]): readonly SourceMessage[] =>
  raws.map((raw, index) => ({
    analysis: analyse({ raw, direction: 'in' }),
    time: index * 50,
    direction: 'in',
    address: '198.41.0.4',
    sensor: 's1',
    proof: index === 3 ? 'nonce' : 'unproven',
  }))
const recorded = (name: string): readonly SourceMessage[] =>
  received(recording(`sip-tools/${name}.jsonl`).map(({ raw }) => raw))

describe('messages summed up', () => {
  it('of svcrack: guesses, with the passwords that its tags tell', () => {
    const summary = accumulate(recorded('svcrack'))
    expect(summary.guesses).toMatchObject({ users: 1, mostPerUser: summary.guesses.attempts })
    expect(summary.guesses.passwords).toBe(summary.guesses.attempts)
    expect(summary).toMatchObject({ peakPerSecond: 20, sensors: 1, proof: 'nonce', timeToInvite: undefined })
    expect(judge(summary)).toMatchObject({
      severity: 'high',
      sentence: expect.stringMatching(/^Guessed passwords/) as string,
    })
  })

  it('of svwar: users without a guess', () => {
    const summary = accumulate(recorded('svwar-register'))
    expect(summary.guesses.attempts).toBe(0)
    expect(summary.users).toBeGreaterThan(100)
    expect(judge(summary).behaviours.map((each) => each.class)).toEqual(['extension-enumeration'])
  })

  it('of a sweep: one number behind many prefixes', () => {
    const summary = accumulate(recorded('sipp-prefix-sweep'))
    expect(summary).toMatchObject({ numberCount: 1, timeToInvite: 0 })
    expect(summary.numbers).toHaveLength(1)
    expect(summary.prefixCount).toBeGreaterThan(3)
    expect(judge(summary).sentence).toMatch(/^Tried \d+ prefixes in front of one number$/)
  })

  it('of a sweep: the numbers that its ACKs name too are no users', () => {
    const requests = recorded('sipp-prefix-sweep').filter(({ analysis }) => analysis.kind === 'request')
    expect(requests.some(({ analysis }) => analysis.method === 'ACK')).toBe(true)
    const callers = new Set(requests.map(({ analysis }) => analysis.fromUser))
    expect(accumulate(requests).users).toBe(callers.size)
  })

  it('count our answers apart, and requests whose Via names another host', () => {
    const answer = (status: number): SourceMessage => {
      const raw = request({ start: `SIP/2.0 ${status} x`, headers: { CSeq: '1 REGISTER' } })
      const analysis = analyse({ raw, direction: 'out' })
      return { analysis, time: 9, direction: 'out', address: '198.41.0.4', sensor: 's1', proof: 'unproven' }
    }
    const foreign = request({ headers: { Via: 'SIP/2.0/UDP 198.41.0.9:5060;branch=z9hG4bKabc' } })
    const summary = accumulate([...received([foreign, request()]), answer(401), answer(403), answer(200), answer(100)])
    expect(summary).toMatchObject({ messages: 2, refusals: 2, accepted: 1, foreignVia: 1 })
    expect(summary.methods).toEqual(new Map([['OPTIONS', 2]]))
  })

  it('of nothing are nothing', () => expect(accumulate([])).toMatchObject({ messages: 0, peakPerSecond: 0, tools: [] }))
})
