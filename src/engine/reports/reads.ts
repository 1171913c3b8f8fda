import { join } from 'node:path'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { ReportFormat } from '../../contract/console/reports.ts'
import { goOn, type Reading } from '../readers/reading.ts'
import { buildReport } from './build.ts'
import { csvReport } from './csv.ts'
import type { ReportDocument } from './document.ts'
import { gatherFacts } from './facts.ts'
import { htmlReport } from './html.ts'
import { markdownReport } from './markdown.ts'

type Handlers = Pick<ConsoleCallHandlers, 'report.preview' | 'report.build'>
type Request = Parameters<Handlers['report.preview']>[0]

export const reportReads = (reading: Reading): Handlers => ({
  'report.preview': (request) => reportOn(reading, request).report,
  'report.build': async ({ format, ...request }) => {
    const { report, subject } = reportOn(reading, request)
    const { ending, mime } = forms[format]
    const name = `${nameOf(subject, report.generatedAt)}.${ending}`
    return { name, mime, bytes: format === 'pdf' ? await laidOut(report, reading) : encoded(report, format) }
  },
})

function reportOn(reading: Reading, { subject, title, tlp }: Request): { report: ReportDocument; subject: string } {
  const facts = gatherFacts(reading, subject)
  const { version, analyst: author } = reading
  const report = buildReport(facts, { title, tlp, author, version, now: reading.now() })
  return { report, subject: facts.subject.name }
}

const forms = {
  html: { ending: 'html', mime: 'text/html;charset=utf-8' },
  pdf: { ending: 'pdf', mime: 'application/pdf' },
  markdown: { ending: 'md', mime: 'text/markdown;charset=utf-8' },
  csv: { ending: 'csv', mime: 'text/csv;charset=utf-8' },
} as const

/** Loaded when first wanted: it is large, and most threads never lay out a page. */
async function laidOut(report: ReportDocument, reading: Reading): Promise<Uint8Array> {
  const { pdfReport } = await import('./pdf.ts')
  return pdfReport(report, join(reading.resources, 'report'), () => goOn(reading))
}

const encoded = (report: ReportDocument, format: Exclude<ReportFormat, 'pdf'>): Uint8Array =>
  new TextEncoder().encode(written(report, format))

function written(report: ReportDocument, format: Exclude<ReportFormat, 'pdf'>): string {
  if (format === 'html') return htmlReport(report)
  return format === 'csv' ? csvReport(report) : markdownReport(report)
}

/** Safe on every file system, whatever the campaign is called. */
function nameOf(subject: string, time: number): string {
  const safe = subject.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '')
  return `sip-report-${safe.slice(0, 60) || 'campaign'}-${new Date(time).toISOString().slice(0, 10)}`
}
