import { expect, test } from 'vitest'
import { isFingerprint, keptWords } from '../../../src/renderer/views/settings/team/key-words.ts'

const fingerprint = 'abcd ef01 2345 6789 abcd'

test.each([
  ['abcd ef01 2345 6789 abcd', true],
  [' ABCDEF0123456789abcd ', true],
  ['', false],
  ['abcd ef01 2345 6789', false],
  ['abcd ef01 2345 6789 abce', false],
])('a typed fingerprint counts however it is spaced: %j is %j', (typed, same) => {
  expect(isFingerprint(typed, fingerprint)).toBe(same)
})

test('a key in a file is never said to be in the keystore', () => {
  expect(keptWords.file).toContain('not in the system’s keystore')
  expect(keptWords.keystore).toContain('sealed')
})
