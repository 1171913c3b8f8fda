import type { Block, Inline, Line } from '../../contract/console/reports.ts'

export type {
  Block,
  Chart,
  Indicator,
  Inline,
  Line,
  ReportDocument,
  Section,
  Table,
  Tlp,
} from '../../contract/console/reports.ts'

export const hostile = (text: string): Inline => ({ hostile: text })
export const line = (...parts: readonly Inline[]): Line => parts
export const text = (...parts: readonly Inline[]): Block => ({ kind: 'text', line: parts })

/** `2026-03-09 14:00:00Z`; times in reports are UTC, always. */
export function utc(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}Z`
}

/** Whole from ten on; below, rates keep the digits that matter. */
export const count = (value: number): string =>
  value.toLocaleString('en-US', value < 10 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 })
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${Math.round(value) === 1 ? one : many}`
