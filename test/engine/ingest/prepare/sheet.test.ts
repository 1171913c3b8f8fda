import { expect, test } from 'vitest'
import { judgeMessage, messageOf } from '../../../../src/engine/ingest/analyse.ts'
import { judgedIn, sheetOf } from '../../../../src/engine/ingest/prepare/sheet.ts'
import { guessingTraffic } from '../../../support/guessing-traffic.ts'
import { takeTraffic } from '../../../support/sip-events.ts'

test('what was judged of each message is the same on the other side', () => {
  const events = [...takeTraffic(400, 3), ...guessingTraffic(300, 4, 1_700_000_000_000_000)]
  const judged = events.map((event) => judgeMessage(messageOf(event)))
  const sheet = sheetOf(judged)
  expect(sheet.verdicts.length).toBeLessThan(judged.length / 4)
  expect(judgedIn(structuredClone(sheet))).toEqual(judged)
})

test('nothing becomes nothing', () => {
  expect(judgedIn(structuredClone(sheetOf([])))).toEqual([])
})
