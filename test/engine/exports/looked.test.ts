import { expect, it } from 'vitest'
import { lookedText } from '../../../src/engine/exports/looked.ts'

it('calls only those the newest that are', () => {
  expect(lookedText('numbers', 100_432)).toBe('only the newest 100,432 matches were looked at')
  for (const tab of ['sources', 'fingerprints', 'dialogs', 'messages'] as const)
    expect(lookedText(tab, 7)).toBe('only 7 of the matches were looked at, not always the newest')
})
