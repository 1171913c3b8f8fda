import { expect, test } from 'vitest'
import type { OpeningStep, UpgradeStep } from '../../../src/contract/console/opening.ts'
import { expectedEnd, stepWords, stoppedWords } from '../../../src/engine/opening/words.ts'

const upgrade: UpgradeStep = { work: 'upgrade', from: 2, to: 6, at: 2, part: 'messages', share: 0.25 }
const going = (step: OpeningStep) => ({ state: 'opening', step, since: 0, workSince: 0 }) as const

test('expects the end from what was done so far, once that says something', () => {
  expect(expectedEnd(upgrade, 1_000, 11_000)).toBe(41_000)
  expect(expectedEnd(upgrade, 1_000, 2_000)).toBeUndefined()
  expect(expectedEnd({ ...upgrade, share: 0.01 }, 1_000, 60_000)).toBeUndefined()
  expect(expectedEnd({ work: 'check', bytes: 1 }, 1_000, 60_000)).toBeUndefined()
})

test('says in which format a stopped upgrade leaves the data, and who can open it', () => {
  expect(stoppedWords(going(upgrade))).toMatch(/format 2, as it was, and opens with the console that wrote it/)
  expect(stoppedWords(going({ ...upgrade, at: 4 }))).toMatch(/format 4, which is whole by itself.*to format 6/)
  expect(stoppedWords(going({ work: 'check', bytes: 1 }))).toMatch(/Nothing in the data folder was changed/)
  for (const work of ['finish', 'keystore'] as const) expect(stoppedWords(going({ work }))).toMatch(/up to date/)
  expect(stoppedWords(undefined)).toMatch(/Nothing in the data folder was changed/)
})

test('tells the log what is done', () => {
  expect(stepWords(upgrade)).toMatch(/from format 2 to 6: messages, 25 %; it may be ended at any moment/)
  expect(stepWords({ work: 'copy', share: 0.999, bytes: 5 })).toMatch(/99 %/)
  expect(stepWords({ work: 'keystore' })).toMatch(/may ask for a password/)
})
