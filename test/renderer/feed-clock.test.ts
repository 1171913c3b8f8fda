import { expect, it } from 'vitest'
import { feedClockWords } from '../../src/renderer/text/feed-clock.ts'

const hour = 3_600_000

it('says what is wrong with the feed’s clock, and what follows from it', () => {
  const ahead = feedClockWords({ ahead: 192 * hour, believedIn: hour / 2 })
  expect(ahead.text).toBe('Feed’s clock 8 d ahead')
  expect(ahead.detail).toMatch(/Nothing ends or is published.*believed in 30 min/)
  const behind = feedClockWords({ ahead: -2 * hour })
  expect(behind.text).toBe('Feed’s clock 2 h behind')
  expect(behind.detail).toMatch(/behind the last record/)
})
