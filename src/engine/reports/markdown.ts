import { count, utc, type Block, type Inline, type Line, type ReportDocument, type Table } from './document.ts'
import { tlpText } from './tlp.ts'
import { visible } from '../../sip/text/visible.ts'

/** GitHub-flavoured Markdown in which nothing but our own structure is markup. */
export function markdownReport(report: ReportDocument): string {
  const tlp = `**${tlpText(report.tlp).replace('+', '\\+')}**`
  const parts = [
    tlp,
    `# ${plain(report.title)}`,
    report.cover.map(([label, value]) => `- ${plain(label)}: ${lineText(value)}`).join('\n'),
    ...report.sections.flatMap(({ heading, blocks }, at) => [`## ${at + 1}. ${plain(heading)}`, ...blocks.map(block)]),
    '---',
    `Generated ${plain(utc(report.generatedAt))}. All times are UTC. ${tlp}`,
  ]
  return `${parts.join('\n\n')}\n`
}

function block(of: Block): string {
  switch (of.kind) {
    case 'text':
      return lineText(of.line)
    case 'list':
      return of.items.map((item) => `- ${lineText(item)}`).join('\n')
    case 'sample':
      return `${plain(of.caption)}\n\n${fenced(of.lines)}`
    case 'chart':
      return plain(
        `${of.caption}: highest ${count(Math.max(0, ...of.counts))} ${of.unit}, from ${of.from} to ${of.to}.`,
      )
    case 'table':
      return table(of)
  }
}

function table({ head, rows, note }: Table): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  // GitHub splits a row at every bare pipe, even inside a code span; escaped, it is shown as it was.
  const cell = (of: Line): string => of.map((part) => inline(part, true)).join('')
  const lines = [row(head.map(plain)), row(head.map(() => '---')), ...rows.map((cells) => row(cells.map(cell)))]
  return note === undefined ? lines.join('\n') : `${lines.join('\n')}\n\n${plain(note)}`
}

const lineText = (line: Line): string => line.map((part) => inline(part, false)).join('')

function inline(part: Inline, inTable: boolean): string {
  if (typeof part === 'string') return plain(part)
  const span = codeSpan(visible(part.hostile))
  return inTable ? span.replaceAll('|', '\\|') : span
}

/** What means something to CommonMark or GFM anywhere in a line. */
const markup = /[\\`*_[\]<>|~&!{}]/g
/** What begins a heading, list, quote or rule at the start of a line. */
const lineStart = /^(\s*)([#+\-=:])|^(\s*\d{1,9})([.)])(?=\s|$)/
/** GFM links bare addresses: the character after which it would. */
const autolink = /:(?=\/\/)|@|(?<=\bwww)\./gi

/** Text in which nothing is markup or a link, and that still reads well unrendered. */
export function plain(text: string): string {
  return visible(text).replace(markup, '\\$&').replace(autolink, '\\$&').replace(lineStart, '$1$3\\$2$4')
}

/** Fenced by more backticks than it holds in a row, so that nothing inside can end it. */
export function codeSpan(text: string): string {
  if (text.trim() === '') return text === '' ? '' : `\` ${text.length} blanks \``
  const fence = '`'.repeat(longestRun(text) + 1)
  return `${fence} ${text} ${fence}`
}

function fenced(lines: readonly string[]): string {
  const shown = lines.map(visible)
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1))
  return `${fence}text\n${shown.join('\n')}\n${fence}`
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
