import { expect, it } from 'vitest'
import { fuzz } from './fuzz.ts'

const count = 100_000
const seed = Number(process.env['FUZZ_SEED'] ?? 1)

it(`${count} changed messages with the seed ${seed} are read, judged and answered`, { timeout: 900_000 }, () => {
  const { inputs, failure } = fuzz(count, seed)
  const found = failure && `${failure.error.stack ?? ''}\n${Buffer.from(failure.input).toString('base64')}`
  expect(found).toBeUndefined()
  expect(inputs).toBe(count)
})
