import { expect, test } from 'vitest'
import { judgeMessage, messageOf } from '../../../../src/engine/ingest/analyse.ts'
import { judgedInBytes, sheetBytes, sheetOf } from '../../../../src/engine/ingest/prepare/sheet.ts'
import { guessingTraffic } from '../../../support/guessing-traffic.ts'
import { takeTraffic } from '../../../support/sip-events.ts'

test('what was judged of each message is the same on the other side', () => {
  const events = [...takeTraffic(400, 3), ...guessingTraffic(300, 4, 1_700_000_000_000_000)]
  const judged = events.map((event) => judgeMessage(messageOf(event)))
  expect(sheetOf(judged).verdicts.length).toBeLessThan(judged.length / 4)
  const bytes = sheetBytes(judged)
  const there = structuredClone(bytes, { transfer: [bytes.buffer] })
  expect(judgedInBytes(there)).toEqual(judged)
  expect(bytes).toHaveLength(0)
})

test('nothing becomes nothing', () => {
  expect(judgedInBytes(sheetBytes([]))).toEqual([])
})
