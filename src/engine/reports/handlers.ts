import { join } from 'node:path'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { ReportFile, ReportFormat } from '../../contract/console/reports.ts'
import type { Workspace } from '../workspace.ts'
import { buildReport } from './build.ts'
import { csvReport } from './csv.ts'
import type { ReportDocument } from './document.ts'
import { gatherFacts } from './facts.ts'
import { htmlReport } from './html.ts'
import { markdownReport } from './markdown.ts'
import { pdfReport } from './pdf.ts'

type Handlers = Pick<ConsoleCallHandlers, 'report.preview' | 'report.build'>
type Request = Parameters<Handlers['report.preview']>[0]

export const reportHandlers = (workspace: Workspace): Handlers => ({
  'report.preview': (request) => reportOn(workspace, request).report,
  'report.build': async ({ format, ...request }) => {
    const { report, subject } = reportOn(workspace, request)
    return fileOf(report, format, subject, join(workspace.options.resources, 'report'))
  },
})

function reportOn(workspace: Workspace, { subject, title, tlp }: Request): { report: ReportDocument; subject: string } {
  const facts = gatherFacts(workspace, subject)
  const { version } = workspace.options
  const now = workspace.now()
  const report = buildReport(facts, { title, tlp, author: workspace.identity.name, version, now })
  return { report, subject: facts.subject.name }
}

const forms = {
  html: { ending: 'html', mime: 'text/html;charset=utf-8' },
  pdf: { ending: 'pdf', mime: 'application/pdf' },
  markdown: { ending: 'md', mime: 'text/markdown;charset=utf-8' },
  csv: { ending: 'csv', mime: 'text/csv;charset=utf-8' },
} as const

async function fileOf(
  report: ReportDocument,
  format: ReportFormat,
  subject: string,
  fonts: string,
): Promise<ReportFile> {
  const { ending, mime } = forms[format]
  const bytes = format === 'pdf' ? await pdfReport(report, fonts) : new TextEncoder().encode(written(report, format))
  return { name: `${nameOf(subject, report.generatedAt)}.${ending}`, mime, bytes }
}

function written(report: ReportDocument, format: Exclude<ReportFormat, 'pdf'>): string {
  if (format === 'html') return htmlReport(report)
  return format === 'csv' ? csvReport(report) : markdownReport(report)
}

/** Safe on every file system, whatever the campaign is called. */
function nameOf(subject: string, time: number): string {
  const safe = subject.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '')
  return `sip-report-${safe.slice(0, 60) || 'campaign'}-${new Date(time).toISOString().slice(0, 10)}`
}
