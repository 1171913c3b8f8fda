import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import { address } from './vocabulary.ts'

export const reportFormats = ['html', 'pdf', 'markdown', 'csv'] as const
export type ReportFormat = (typeof reportFormats)[number]

export interface ReportFile {
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array
}

/**
 * A report before it takes a form. Every writer (HTML, Markdown, PDF) and the preview draw these few blocks, so that
 * what is safe in one place is safe in all: text is never markup, and what an attacker wrote is marked as such.
 */
export const tlps = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const
export type Tlp = (typeof tlps)[number]

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
  /** Autonomous system; approximate. */
  readonly asn?: number
  readonly network?: string
  readonly proof?: string
  readonly firstSeen?: number
  readonly lastSeen?: number
  readonly count?: number
  readonly numCore?: string
  readonly numRaw?: string
  readonly prefix?: string
  readonly note?: string
}

const request = z.object({
  subject: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('source'), address }),
    z.object({ kind: z.literal('campaign'), id: z.number().int() }),
  ]),
  title: z.string().trim().max(200).optional(),
  tlp: z.enum(tlps).default('AMBER'),
})

export const reportCalls = {
  'report.preview': returns<ReportDocument>()(request),
  'report.build': returns<ReportFile>()(request.extend({ format: z.enum(reportFormats) })),
}
