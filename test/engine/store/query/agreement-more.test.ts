import { test } from 'vitest'
import { holdStore } from './agreement.ts'

/** 10,000 filters in two files, which run beside each other. */
test.each([5, 6, 7, 8])('store %i answers every filter as a look at each of its messages does', (seed) => {
  holdStore(seed)
})
