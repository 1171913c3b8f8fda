import { expect, it } from 'vitest'
import { hitsText } from '../../../src/renderer/views/explore/query/hits-text.ts'

it('says how much matches, and when there is more', () => {
  const hits = { messages: 1204, sources: 37, complete: true, milliseconds: 41 }
  expect(hitsText(hits)).toBe('1,204 messages, 37 sources (41 ms)')
  expect(hitsText({ messages: 1, sources: 1, dialogs: 1, complete: false, milliseconds: 110 })).toBe(
    'at least 1 message, 1 dialog, 1 source (110 ms)',
  )
  expect(hitsText({ messages: 684, sources: 0, complete: false, milliseconds: 255 })).toBe(
    'at least 684 messages (255 ms)',
  )
})
