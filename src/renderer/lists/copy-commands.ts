import type { Command } from '../commands/registry.ts'
import { plainOf } from '../components/grid.ts'
import { counted } from '../text/format.ts'
import { defanged, jsonOf, nftElements, wiresharkFilter, type Subject } from './copies.ts'
import type { List } from './list.ts'
import { saveFile } from './save-file.ts'
import { visibleString } from '../text/visible.ts'
import { csvOf, longest, markdownOf, tableOf, tsvOf } from './table-text.ts'

type Copy = (what: string, text: string) => void

/** Copies of the selected rows, or of the active one; `Ctrl+E` takes every listed row. */
export function copyCommands<Row>(list: List<Row>, copy: Copy): readonly Command[] {
  const active = (): readonly Row[] => {
    const row = list.active()
    return row === undefined ? [] : [row]
  }
  const chosen = (): readonly Row[] => {
    if (list.selected.value.size === 0) return active()
    const selected = list.rows().filter((row) => list.selected.value.has(list.keyOf(row)))
    return selected.length > 0 ? selected : active()
  }
  const subjects = (): readonly Subject[] =>
    chosen()
      .map(list.subjectOf)
      .filter((subject) => subject !== undefined)
  const addresses = (): readonly string[] => subjects().flatMap(({ address }) => address ?? [])
  const table = (): readonly (readonly string[])[] => tableOf(chosen(), list.columns())
  const cell = (): string => {
    const [row] = active()
    const column = list.column()
    return row === undefined || !column ? '' : visibleString(plainOf(column, row), longest)
  }
  const form = (id: string, title: string, text: () => string, when: () => boolean): Command => ({
    id: `${list.scope}.copy-${id}`,
    title: `Copy as ${title}`,
    group: 'Copy',
    of: list.label(),
    scope: list.scope,
    when,
    run: () => copy(title, text()),
  })
  const hasRow = (): boolean => active().length > 0 && !list.allSelected?.()
  const hasAddress = (): boolean => addresses().length > 0 && !list.allSelected?.()
  return [
    form('value', 'the value of the cell', cell, () => cell() !== ''),
    form('defanged', 'defanged address', () => addresses().map(defanged).join('\n'), hasAddress),
    form('tsv', 'TSV with headings', () => tsvOf(table()), hasRow),
    form('markdown', 'Markdown table', () => markdownOf(table()), hasRow),
    form('json', 'JSON', () => jsonOf(chosen()), hasRow),
    form(
      'wireshark',
      'Wireshark filter',
      () => wiresharkFilter(subjects()),
      () => hasRow() && wiresharkFilter(subjects()) !== '',
    ),
    form('nft', 'nft element', () => nftElements(addresses()), hasAddress),
    {
      id: `${list.scope}.export`,
      title: list.exportRows?.() ? 'Export rows …' : 'Export the listed rows as CSV',
      group: 'Lists',
      of: list.label(),
      scope: list.scope,
      keys: ['Ctrl+E'],
      when: () => list.rows().length > 0,
      run: () => (list.exportRows?.() ?? (() => exportCsv(list)))(),
    },
  ]
}

function exportCsv<Row>(list: List<Row>): void {
  const rows = list.rows()
  const name = `${list.label()} (${counted(rows.length, 'row')})`.replace(/[^\w()-]+/g, '-').toLowerCase()
  const bytes = new TextEncoder().encode(csvOf(tableOf(rows, list.columns())))
  saveFile({ name: `${name}.csv`, mime: 'text/csv;charset=utf-8', bytes })
}
