import { basename, join } from 'node:path'
import { toolOf } from '../../../../src/sip/tool/claimed.ts'
import { headerValue } from '../../../../src/sip/message/message.ts'
import { toolIds, toolName, unknownTool } from '../../../../src/sip/tool/tool.ts'
import { fetched, kept, type Label } from './labels.ts'
import { labelledRequests } from './requests.ts'

/** How often each pair of writer and recognised program occurs. */
type Counts = Map<string, Map<string, number>>

const fixtures = join(import.meta.dirname, '../../../fixtures')
export const captures = '## Captures read in place'

const head = `# What is recognised by its structure

Made by \`npm run confusion\`; a test holds it against what is recognised now. Each row of a table is who wrote the
requests, each column what their structure shows, whatever User-Agent they bear. "–" is a program that is not in
\`resources/signatures/tools.json\`, or a structure that proves none.
`

/** The part about the recordings in test/fixtures, with the beginning of the page. */
export const keptPart = (): string => `${head}\n## Recordings kept here\n\n${part(fixtures, kept)}`

/** The part about the captures that may not be kept here; `folder` is that of the corpus. */
export const fetchedPart = (folder: string): string => `${captures}\n\n${part(join(folder, 'fetched'), fetched)}`

function part(folder: string, labels: readonly Label[]): string {
  const all: Counts = new Map()
  const lists = labels.map((label) => {
    const counts = countsOf(folder, label)
    for (const [writer, found] of counts) for (const [tool, count] of found) add(all, writer, tool, count)
    return [basename(label.path), ...summary(counts)]
  })
  return `${matrix(all)}\n${table(['recording', 'requests', 'written by', 'recognised as'], lists)}`
}

function countsOf(folder: string, label: Label): Counts {
  const counts: Counts = new Map()
  for (const { message, writer } of labelledRequests(folder, label)) {
    add(counts, writer, toolOf(message, headerValue(message, 'user-agent')), 1)
  }
  return counts
}

function add(counts: Counts, writer: string, tool: string, count: number): void {
  const row = counts.get(writer) ?? new Map<string, number>()
  row.set(tool, (row.get(tool) ?? 0) + count)
  counts.set(writer, row)
}

const name = (id: string): string => (id === unknownTool ? '–' : toolName(id))
const inOrder = (ids: Iterable<string>): readonly string[] =>
  [...new Set(ids)].toSorted((one, other) => place(one) - place(other))
/** Unknown stands first in the table of tools and last in this one. */
const place = (id: string): number => (id === unknownTool ? toolIds.length : toolIds.indexOf(id))

function matrix(counts: Counts): string {
  const columns = inOrder([...counts.values()].flatMap((row) => [...row.keys()]))
  const rows = inOrder(counts.keys()).map((writer) => [
    name(writer),
    ...columns.map((tool) => String(counts.get(writer)?.get(tool) ?? '')),
  ])
  return table(['written by', ...columns.map(name)], rows)
}

function summary(counts: Counts): readonly string[] {
  const rows = [...counts.values()].flatMap((row) => [...row])
  const total = rows.reduce((sum, [, count]) => sum + count, 0)
  const recognised = inOrder(rows.map(([tool]) => tool)).map((tool) => {
    const count = rows.filter(([each]) => each === tool).reduce((sum, [, some]) => sum + some, 0)
    return `${name(tool)} ${count}`
  })
  return [String(total), inOrder(counts.keys()).map(name).join(', '), recognised.join(', ')]
}

/** Columns padded as the formatter of this repository pads them. */
function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, at) => Math.max(3, title.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`
  return `${line(titles)}${line(widths.map((width) => '-'.repeat(width)))}${rows.map(line).join('')}`
}
