import { join } from 'node:path'
import pdfmake from 'pdfmake'
import type { Content, ContentText, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { chartSvg } from './chart.ts'
import { utc, type Block, type Inline, type Line, type ReportDocument, type Table } from './document.ts'
import { tlpColours, tlpText } from './tlp.ts'
import { escapeOf, visible } from '../../sip/text/visible.ts'

/**
 * @param fonts folder with Inter's TrueType files (resources/report).
 * @param goOn asked again and again while the pages are laid out; what it throws ends the work.
 */
export async function pdfReport(report: ReportDocument, fonts: string, goOn: () => void): Promise<Uint8Array> {
  const normal = join(fonts, 'Inter-Regular.ttf')
  const bold = join(fonts, 'Inter-SemiBold.ttf')
  // Neither text nor SVG can make it fetch or read anything but the two fonts.
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => path === normal || path === bold)
  pdfmake.setProgressCallback(goOn)
  pdfmake.setFonts({ Inter: { normal, bold, italics: normal, bolditalics: bold } })
  return new Uint8Array(await pdfmake.createPdf(definition(report, goOn)).getBuffer())
}

function definition(report: ReportDocument, goOn: () => void): TDocumentDefinitions {
  return {
    pageSize: 'A4',
    pageMargins: [48, 56, 48, 56],
    defaultStyle: {
      // Asked for each piece of text that is measured, which takes longest and tells nobody else how far it is.
      get font() {
        goOn()
        return 'Inter'
      },
      fontSize: 9.5,
      lineHeight: 1.25,
      color: '#1f2328',
    },
    styles: {
      title: { fontSize: 20, bold: true, margin: [0, 0, 0, 10] },
      heading: { fontSize: 13, bold: true, margin: [0, 16, 0, 6] },
      caption: { fontSize: 8.5, color: '#57606a', margin: [0, 4, 0, 2] },
      head: { bold: true, color: '#57606a' },
    },
    info: { title: shown(report.title), creator: 'Honeynet Console', creationDate: new Date(report.generatedAt) },
    header: () => ({ ...label(report, 'right'), margin: [48, 24, 48, 0] }),
    footer: (page, pages) => ({
      margin: [48, 16, 48, 0],
      columns: [
        { text: `Generated ${utc(report.generatedAt)}, all times UTC`, color: '#57606a', fontSize: 8, width: 220 },
        { text: `Page ${page} of ${pages}`, alignment: 'center', color: '#57606a', fontSize: 8 },
        label(report, 'right'),
      ],
    }),
    content: [
      { text: shown(report.title), style: 'title' },
      cover(report),
      ...report.sections.flatMap(({ heading, blocks }, at): Content[] => [
        { text: `${at + 1}. ${shown(heading)}`, style: 'heading', headlineLevel: 1 },
        ...blocks.map(block),
      ]),
    ],
    // A heading alone at the foot of a page belongs to the next one.
    pageBreakBefore: (node, nodes) => {
      goOn()
      return node.headlineLevel === 1 && nodes.getFollowingNodesOnPage().length === 0
    },
  }
}

function label({ tlp }: ReportDocument, alignment: 'right'): ContentText {
  const { ink, paper } = tlpColours[tlp]
  return { text: [{ text: ` ${tlpText(tlp)} `, color: ink, background: paper, bold: true }], alignment, fontSize: 9 }
}

function cover(report: ReportDocument): Content {
  const body = report.cover.map(([name, value]): TableCell[] => [{ text: name, color: '#57606a' }, cell(value)])
  return { table: { widths: ['auto', '*'], body }, layout: 'noBorders' }
}

function block(of: Block): Content {
  switch (of.kind) {
    case 'text':
      return { text: of.line.map(inline), margin: [0, 0, 0, 6] }
    case 'list':
      return { ul: of.items.map((item) => ({ text: item.map(inline) })), margin: [0, 0, 0, 6] }
    case 'sample':
      return sample(of.caption, of.lines)
    case 'chart':
      return {
        stack: [
          { text: shown(of.caption), style: 'caption' },
          { svg: chartSvg(of), width: 499 },
        ],
        unbreakable: true,
      }
    case 'table':
      return table(of)
  }
}

function sample(caption: string, lines: readonly string[]): Content {
  const body: TableCell[][] = [[{ text: lines.map(shown).join('\n'), fontSize: 8, wordBreak: 'break-all' }]]
  return [
    { text: shown(caption), style: 'caption' },
    { table: { widths: ['*'], body }, layout: { fillColor: '#f6f8fa', defaultBorder: false } },
  ]
}

function table({ head, rows, note }: Table): Content {
  const titles = head.map((title): TableCell => ({ text: shown(title), style: 'head', fontSize: 8 }))
  const body = [titles, ...rows.map((row) => row.map(cell))]
  const widths = head.map((_, at) => (at === 0 ? 'auto' : '*'))
  const grid: Content = { table: { headerRows: 1, widths, body }, layout: 'lightHorizontalLines', margin: [0, 0, 0, 6] }
  return note === undefined ? grid : [grid, { text: shown(note), style: 'caption' }]
}

const cell = (line: Line): TableCell => ({ text: line.map(inline), fontSize: 8, wordBreak: needsBreaks(line) })

/** Longer runs than this do not fit into a column; only then is breaking inside words worth its ugliness. */
const longRun = /\S{22}/
const needsBreaks = (line: Line): 'break-all' | 'normal' =>
  line.some((part) => longRun.test(typeof part === 'string' ? part : part.hostile)) ? 'break-all' : 'normal'

const inline = (part: Inline): Content =>
  typeof part === 'string' ? { text: shown(part) } : { text: shown(part.hostile), background: '#f0f2f4' }

/** What Inter has no glyph for would print as an empty box: such characters are spelled out instead. */
const drawable =
  /[^\u0020-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2193\u2212]/gu
const shown = (text: string): string => visible(text).replace(drawable, escapeOf)
