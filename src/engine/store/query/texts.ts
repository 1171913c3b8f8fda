import type { Test, Value } from '../../../filter/filter.ts'
import { foldCase, testPattern } from '../../../filter/match.ts'
import { lengthOf, type Run } from './run.ts'

/** Rows of a table of texts looked at between two looks at whether anybody still waits. */
const stretch = 100_000

type Table = 'user' | 'number'

const exact = {
  user: 'SELECT id FROM user WHERE text = ?',
  number: 'SELECT id FROM number WHERE text = ?',
}

/**
 * Finds every text that may hold a piece whatever the case: SQLite knows small and capital letters from A to Z alone,
 * so that whatever has other characters is held against the pattern too. (A NUL ends `length`, not `octet_length`.)
 */
const mayHold = '(instr(lower(text), ?) > 0 OR length(text) <> octet_length(text))'
const holding = {
  user: `SELECT id, text FROM user WHERE id > ? AND id <= ? AND ${mayHold}`,
  number: `SELECT id, text FROM number WHERE id > ? AND id <= ? AND ${mayHold}`,
}

interface TextRow {
  readonly id: number
  readonly text: string
}

/** Ids of the texts that fit one of the values: whole texts by their index, patterns by their longest piece. */
export function textIds(run: Run, table: Table, values: readonly Value[]): number[] {
  return values.flatMap((value) => {
    if (value.kind === 'text') return run.reader.all<TextRow>(exact[table], value.text).map(({ id }) => id)
    return value.kind === 'pattern' ? idsFitting(run, table, value.pieces) : []
  })
}

function idsFitting(run: Run, table: Table, pieces: readonly string[]): number[] {
  const ids: number[] = []
  for (let from = 0, end = lengthOf(run.reader, table); from < end; from += stretch) {
    run.pause()
    const rows = run.reader.all<TextRow>(holding[table], from, from + stretch, longest(pieces))
    for (const { id, text } of rows) if (testPattern(pieces, text)) ids.push(id)
  }
  return ids
}

/** As it is looked for. */
export const longest = (pieces: readonly string[]): string =>
  pieces.map(foldCase).reduce((best, piece) => (piece.length > best.length ? piece : best), '')

export const valuesOf = (test: Test): readonly Value[] => (test.kind === 'any' ? [] : test.values)
