import { rangeOf } from '../number/range.ts'
import type { Behaviour } from './behaviour.ts'
import { counted } from './counts.ts'
import type { NumberSummary, SourceSummary } from './summary.ts'
import { thresholds } from './thresholds.ts'
import { figure, many, times } from './words.ts'

/** What a source does with telephone numbers. */
export function* calling(summary: SourceSummary): Generator<Behaviour> {
  yield* prefixSweep(summary)
  yield* numberSweep(summary)
  yield* tollFraud(summary)
}

function* prefixSweep({ prefixCount, numberCount, numbers }: SourceSummary): Generator<Behaviour> {
  if (!numbers.some(swept)) return
  const most = numbers.reduce((found, { prefixes }) => Math.max(found, prefixes), 0)
  const count = Math.max(prefixCount, most)
  const sentence = `Tried ${many(count, 'prefix', 'prefixes')} in front of ${many(numberCount, 'number')}`
  const reasons = [`up to ${figure(most, 'prefix', 'prefixes')} before the same number: it looks for the way out`]
  yield { class: 'prefix-sweep', severity: 'high', sentence, reasons, count }
}

const swept = ({ prefixes, attempts }: NumberSummary): boolean =>
  prefixes >= thresholds.prefixes || (prefixes === 2 && attempts >= thresholds.twoPrefixesAttempts)

function* numberSweep({ numbers }: SourceSummary): Generator<Behaviour> {
  const range = rangeOf(numbers.map(({ core }) => core))
  if (!range) return
  const count = range.numbers
  const sentence = `Dialled its way through a range of ${figure(count, 'number')}`
  const reasons = [`${figure(count, 'number')} from ${range.from} to ${range.to}`]
  yield { class: 'number-sweep', severity: 'high', sentence, reasons, count }
}

function* tollFraud(summary: SourceSummary): Generator<Behaviour> {
  const { numberCount, sensors } = summary
  const calls = isInsistent(summary) ? counted(summary, 'call') : 0
  const count = counted(summary, 'toll-fraud') + calls
  if (count === 0) return
  const sentence =
    numberCount === 0 ? `Tried to call out ${times(count)}` : `Tried to call ${many(numberCount, 'number')}`
  const reasons = [
    `${figure(count, 'call to a telephone number', 'calls to telephone numbers')} through a host that serves none`,
  ]
  if (sensors > 1) reasons.push(`through ${figure(sensors, 'sensor')}`)
  yield { class: 'toll-fraud', severity: 'high', sentence, reasons, count }
}

/** One call may be a subscriber's; who calls number after number, or one again and again, through a honeypot is none. */
const isInsistent = ({ numberCount, numbers }: SourceSummary): boolean =>
  numberCount >= thresholds.calledNumbers ||
  numbers.reduce((sum, { attempts }) => sum + attempts, 0) >= thresholds.numberCalls
