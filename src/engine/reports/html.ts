import { chartSvg } from './chart.ts'
import { utc, type Block, type Inline, type Line, type ReportDocument, type Section, type Table } from './document.ts'
import { escapeHtml } from './escape.ts'
import { reportStyle } from './style.ts'
import { tlpColours, tlpText } from './tlp.ts'

/** Nothing may load and nothing may run, whatever got into the text: the second line behind escapeHtml. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** One file without a single reference outside. */
export function htmlReport(report: ReportDocument): string {
  const banner = `<p class="tlp"><span>${escapeHtml(tlpText(report.tlp))}</span></p>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(report.title)}</title>
<style>${reportStyle(tlpColours[report.tlp])}</style>
</head>
<body>
<header>${banner}<h1>${escapeHtml(report.title)}</h1>${cover(report)}</header>
<main>${report.sections.map(section).join('\n')}</main>
<footer>${banner}<p>Generated ${escapeHtml(utc(report.generatedAt))}. All times are UTC.</p></footer>
</body>
</html>
`
}

function cover(report: ReportDocument): string {
  const rows = report.cover.map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${lineHtml(value)}</dd>`)
  return `<dl>${rows.join('')}</dl>`
}

function section({ heading, blocks }: Section, at: number): string {
  return `<section><h2>${at + 1}. ${escapeHtml(heading)}</h2>${blocks.map(block).join('\n')}</section>`
}

function block(of: Block): string {
  switch (of.kind) {
    case 'text':
      return `<p>${lineHtml(of.line)}</p>`
    case 'list':
      return `<ul>${of.items.map((item) => `<li>${lineHtml(item)}</li>`).join('')}</ul>`
    case 'sample':
      return `<figure><figcaption>${escapeHtml(of.caption)}</figcaption><pre>${of.lines.map(escapeHtml).join('\n')}</pre></figure>`
    case 'chart':
      return `<figure><figcaption>${escapeHtml(of.caption)}</figcaption>${chartSvg(of)}</figure>`
    case 'table':
      return table(of)
  }
}

function table({ head, rows, note }: Table): string {
  const cells = (tag: string, values: readonly string[]): string =>
    `<tr>${values.map((value) => `<${tag}>${value}</${tag}>`).join('')}</tr>`
  const body = rows.map((row) => cells('td', row.map(lineHtml))).join('\n')
  const below = note === undefined ? '' : `<p class="note">${escapeHtml(note)}</p>`
  return `<div class="table"><table><thead>${cells('th', head.map(escapeHtml))}</thead><tbody>${body}</tbody></table></div>${below}`
}

const lineHtml = (line: Line): string => line.map(inline).join('')

const inline = (part: Inline): string =>
  typeof part === 'string' ? escapeHtml(part) : `<code>${escapeHtml(part.hostile)}</code>`
