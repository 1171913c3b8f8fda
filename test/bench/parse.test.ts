import { expect, it } from 'vitest'
import { splitLines } from '../../bench/parse/contenders.ts'
import { scannerMessages } from '../../bench/parse/messages.ts'
import { fastest } from '../../bench/parse/rounds.ts'
import { parseMessage } from '../../src/sip/message/parse.ts'

it('the plain split finds the same headers as the parser in what scanners send', () => {
  for (const raw of scannerMessages()) {
    const [, ...lines] = splitLines(raw)
    const { headers } = parseMessage(raw)
    expect(lines).toEqual(headers.map(({ name, value }) => ({ name, value })))
  }
})

it('the messages differ and are as long as they say', () => {
  const messages = scannerMessages()
  expect(new Set(messages.map((raw) => Buffer.from(raw).toString('latin1'))).size).toBeGreaterThan(1900)
  const codes = new Set(messages.flatMap((raw) => parseMessage(raw).faults.map(({ code }) => code)))
  expect([...codes].filter((code) => /length|body|surplus|start|cseq/.test(code))).toEqual([])
})

it('the best round of each contender counts', () => {
  const busy = (turns: number) => (): number => {
    let sum = 0
    for (let turn = 0; turn < turns; turn++) sum += Math.sqrt(turn)
    return sum
  }
  const rates = fastest({ quick: busy(10), slow: busy(100_000) }, [new Uint8Array()], 300)
  expect(rates.quick).toBeGreaterThan(rates.slow * 10)
})
