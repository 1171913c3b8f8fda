// Sends the feed a hundred thousand requests that are nearly right: node scripts/launch.mjs fuzzfeed --count 100k --seed 7
// Stops at the first that the feed answers with a fault of its own, and prints it as base64.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { count: { type: 'string', default: '100k' }, seed: { type: 'string' } } })
const [, digits, unit] = /^(\d+)(k?)$/.exec(values.count) ?? []
const count = Number(digits) * (unit === 'k' ? 1000 : 1)
const seed = Number(values.seed ?? Date.now() % 2 ** 28)
if (!Number.isInteger(count) || !Number.isInteger(seed)) throw new Error('--count 100k or 5000; --seed a whole number')

const file = 'test/feed/fuzz.real.test.ts'
const env = { ...process.env, FEED_FUZZ: String(count), FEED_FUZZ_SEED: String(seed) }
console.log(`${count} requests with the seed ${seed}`)
const runner = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'real', file]
process.exitCode = spawnSync(process.execPath, runner, { stdio: 'inherit', env }).status ?? 1
