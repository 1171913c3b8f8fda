import type { Behaviour } from './behaviour.ts'
import { counted } from './counts.ts'
import type { NumberSummary, SourceSummary } from './summary.ts'
import { thresholds } from './thresholds.ts'
import { figure, many } from './words.ts'

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
  const count = longestRange(numbers)
  if (count < thresholds.rangeNumbers) return
  const sentence = `Dialled its way through a range of ${figure(count, 'number')}`
  const reasons = [`${figure(count, 'number')} differ in their last ${thresholds.rangeDigits} digits only`]
  yield { class: 'number-sweep', severity: 'high', sentence, reasons, count }
}

/** Most numbers of one length that are alike but for their last digits. */
function longestRange(numbers: readonly NumberSummary[]): number {
  const ranges = new Map<string, number>()
  let most = 0
  for (const { core } of numbers) {
    const range = `${core.length}:${core.slice(0, -thresholds.rangeDigits)}`
    const count = (ranges.get(range) ?? 0) + 1
    ranges.set(range, count)
    most = Math.max(most, count)
  }
  return most
}

function* tollFraud(summary: SourceSummary): Generator<Behaviour> {
  const count = counted(summary, 'toll-fraud')
  if (count === 0) return
  const { numberCount, sensors } = summary
  const sentence =
    numberCount === 0 ? `Tried to call out ${many(count, 'time')}` : `Tried to call ${many(numberCount, 'number')}`
  const reasons = [`${figure(count, 'call')} to telephone numbers through a host that serves no telephones`]
  if (sensors > 1) reasons.push(`through ${figure(sensors, 'sensor')}`)
  yield { class: 'toll-fraud', severity: 'high', sentence, reasons, count }
}
