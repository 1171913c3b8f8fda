/**
 * A report before it takes a form. Every writer (HTML, Markdown, PDF) renders these few blocks, so that what is safe
 * in one place is safe in all: text is never markup, and what an attacker wrote is marked as such.
 */
export type Tlp = 'CLEAR' | 'GREEN' | 'AMBER' | 'AMBER+STRICT' | 'RED'

/** Text of ours or of the analyst, or, as `hostile`, words that an attacker chose. */
export type Inline = string | { readonly hostile: string }
export type Line = readonly Inline[]

export interface Table {
  readonly kind: 'table'
  readonly head: readonly string[]
  readonly rows: readonly (readonly Line[])[]
  /** Said below it, e.g. how many rows were left out. */
  readonly note?: string
}

/** Bars over time or over the hours of the day. */
export interface Chart {
  readonly kind: 'chart'
  readonly caption: string
  readonly counts: readonly number[]
  /** Below the first and the last bar. */
  readonly from: string
  readonly to: string
  readonly unit: string
}

export type Block =
  | { readonly kind: 'text'; readonly line: Line }
  | { readonly kind: 'list'; readonly items: readonly Line[] }
  | { readonly kind: 'sample'; readonly caption: string; readonly lines: readonly string[] }
  | Table
  | Chart

export interface Section {
  readonly heading: string
  readonly blocks: readonly Block[]
}

export interface ReportDocument {
  readonly title: string
  readonly tlp: Tlp
  readonly cover: readonly (readonly [label: string, value: Line])[]
  readonly sections: readonly Section[]
  readonly generatedAt: number
  readonly indicators: readonly Indicator[]
}

/** One row of the CSV form. */
export interface Indicator {
  readonly type: 'source' | 'number' | 'user-agent' | 'ban' | 'evidence'
  readonly value: string
  readonly country?: string
  readonly proof?: string
  readonly firstSeen?: number
  readonly lastSeen?: number
  readonly count?: number
  readonly numCore?: string
  readonly numRaw?: string
  readonly prefix?: string
  readonly note?: string
}

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
