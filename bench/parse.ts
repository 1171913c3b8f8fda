import { sizeText, type BenchOptions, type BenchResult } from './bench.ts'
import { drachtio, ours, sip, split } from './parse/contenders.ts'
import { scannerMessages } from './parse/messages.ts'
import { fastest } from './parse/rounds.ts'

/**
 * Bytes to a message of which method, Request-URI, From, To, Call-ID, CSeq, Via, Contact and User-Agent were read as
 * text: ours beside the parsers that npm has, and beside a plain split into header lines, which reads nothing.
 */
export function parseBench({ size }: BenchOptions): Promise<readonly BenchResult[]> {
  const peers = { 'drachtio-sip': drachtio(), sip: sip() }
  const rates = fastest({ ours, split, ...peers }, scannerMessages(), size)
  const best = rates['drachtio-sip'] > rates.sip ? 'drachtio-sip' : 'sip'
  return Promise.resolve([
    row(`parse vs npm's fastest, ${best}`, size, rates.ours, rates[best], 3),
    row('parse vs plain split', size, rates.ours, rates.split, 0.8),
  ])
}

function row(name: string, size: number, mine: number, baseline: number, goal: number): BenchResult {
  const ratio = mine / baseline
  return {
    name,
    size: sizeText(size),
    ours: mine,
    baseline,
    unit: 'messages/s',
    ratio,
    goal: `≥ ${goal}×`,
    met: ratio >= goal,
  }
}
