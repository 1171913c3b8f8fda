import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { echoOf } from '../../src/filter/echo/echo.ts'
import { fields, type Field } from '../../src/filter/fields.ts'
import { parseFilter } from '../../src/filter/parse.ts'

const handbook = readFileSync(new URL('../../docs/filter-language.md', import.meta.url), 'utf8')
/** As the handbook says: 1 March 2026, 13:00. */
const options = { now: Date.UTC(2026, 2, 1, 12), zone: 'Europe/Berlin' }

/** Rows of the tables that have these columns. */
function rowsUnder(heading: readonly string[]): readonly (readonly string[])[] {
  const rows = handbook.split('\n').map(cellsOf)
  return rows.flatMap((cells, at) => {
    if (cells.join() !== heading.join()) return []
    const end = rows.findIndex((each, later) => later > at && each.length === 0)
    return rows.slice(at + 2, end)
  })
}

const cellsOf = (line: string): readonly string[] =>
  line.startsWith('|')
    ? line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\|', '|'))
    : []

const takes: Readonly<Record<Field['type']['kind'], string>> = {
  ...{
    text: 'text',
    number: 'number',
    time: 'time',
    network: 'address, network',
    phone: 'number dialled',
    words: 'word',
  },
}
function takenBy({ type }: Field): string {
  if (type.kind === 'time') return type.side === 'stretch' ? 'time, range' : 'time'
  return type.kind === 'words' && type.ranked ? 'word, order' : takes[type.kind]
}

it('lists every field as it is', () => {
  const rows = fields.map((field) => [
    `\`${field.name}\``,
    field.aliases.map((alias) => `\`${alias}\``).join(', ') || '–',
    ...[takenBy(field), field.home, `\`${field.example}\``, field.says],
  ])
  expect(rowsUnder(['field', 'also', 'takes', 'belongs to', 'example', 'what it is'])).toEqual(rows)
})

it('has an example for every field that works', () => {
  for (const { name, example } of fields) {
    const { filter, problems } = parseFilter(example, options)
    const term = filter?.kind === 'not' ? filter.part : filter
    expect(problems, example).toEqual([])
    expect(term, example).toMatchObject({ kind: 'term', field: name })
  }
})

it('says of every example what the echo says', () => {
  const rows = rowsUnder(['filter', 'echo'])
  expect(rows.length).toBeGreaterThan(15)
  for (const [filter = '', echo] of rows) {
    const parsed = parseFilter(filter.slice(1, -1), options)
    expect(
      parsed.problems.filter(({ weight }) => weight === 'error'),
      filter,
    ).toEqual([])
    expect(echoOf(parsed.filter!, options), filter).toBe(echo?.replaceAll('\\_', '_').replaceAll('\\\\', '\\'))
  }
})
