import { analyse } from '../src/sip/analysis.ts'
import { sizeText, type BenchOptions, type BenchResult } from './bench.ts'
import { ours as parse } from './parse/contenders.ts'
import { scannerMessages } from './parse/messages.ts'
import { fastest } from './parse/rounds.ts'

const goal = 0.5

/** Everything that is stored of a message, its dialled number, fingerprint, tool and class too, beside parsing alone. */
export function analyseBench({ size }: BenchOptions): Promise<readonly BenchResult[]> {
  const whole = (raw: Uint8Array): number => analyse({ raw, direction: 'in' }).fingerprint.length
  const rates = fastest({ whole, parse }, scannerMessages(), size)
  const ratio = rates.whole / rates.parse
  const figures = { ours: rates.whole, baseline: rates.parse, unit: 'messages/s', ratio, goal: `≥ ${goal}×` }
  return Promise.resolve([{ name: 'analyse vs parse alone', size: sizeText(size), ...figures, met: ratio >= goal }])
}
