// Tries the reading of SIP with millions of broken messages: npm run fuzz -- --count 10M --seed 7
// Stops at the first that throws, breaks a promise of the parser or takes too long, and prints it as base64.
import { parseArgs } from 'node:util'
import { fuzz } from '../../test/sip/fuzz/fuzz.ts'

const { values } = parseArgs({ options: { count: { type: 'string', default: '1M' }, seed: { type: 'string' } } })
const [, digits, unit] = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(values.count) ?? []
const count = Math.round(Number(digits) * { '': 1, k: 1_000, M: 1_000_000 }[unit])
const seed = Number(values.seed ?? Date.now() % 2 ** 32)
if (!Number.isInteger(count) || !Number.isInteger(seed))
  throw new Error('--count 10M, 100k or 5000; --seed a whole number')

const began = Date.now()
const perSecond = (tried) => Math.round((tried * 1000) / Math.max(1, Date.now() - began)).toLocaleString('en')
let shown = began
const { inputs, slowest, failure } = fuzz(count, seed, (tried) => {
  if (Date.now() - shown < 5000) return
  shown = Date.now()
  console.error(`> ${tried.toLocaleString('en')} inputs, ${perSecond(tried)}/s`)
})
console.log(
  `${inputs.toLocaleString('en')} inputs with the seed ${seed}, ${perSecond(inputs)}/s, slowest ${slowest.toFixed(1)} ms`,
)
if (failure) {
  console.log(`input ${inputs} failed: ${failure.error.stack}\n${Buffer.from(failure.input).toString('base64')}`)
  process.exitCode = 1
} else console.log('nothing failed')
