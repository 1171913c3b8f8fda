import { expect, test } from 'vitest'
import { paced } from '../../../src/engine/data/pace.ts'

/** Turns of work on a disk on which everything takes `factor` times as long as asked for, and a commit `commit`. */
function turns(factor: number, commit: number): readonly number[] {
  let [now, left] = [0, 400]
  const took: number[] = []
  const turn = paced(
    (milliseconds) => {
      took.push(milliseconds * factor + commit)
      now += milliseconds * factor + commit
      left -= 1
      return left > 0
    },
    () => now,
  )
  while (turn()) continue
  return took
}

test.each([
  ['a fast disk', 1, 0.2],
  ['a slow one', 1, 9],
  ['a machine that has other work', 2.5, 3],
])('on %s a turn is short soon, and as long as may be', (_, factor, commit) => {
  const took = turns(factor, commit).slice(10)
  const inOrder = [...took].sort((a, b) => a - b)
  expect(inOrder[Math.floor(0.99 * inOrder.length)]).toBeLessThan(20)
  expect(inOrder[inOrder.length >> 1]).toBeGreaterThan(5)
})

test('it ends with the work', () => {
  expect(turns(1, 1)).toHaveLength(400)
})
