import type { SipMessage } from '../../message/message.ts'
import { fieldTree } from '../tree.ts'
import type { Field } from '../field.ts'
import { byteText, trimEndOf } from '../../text/byte-text.ts'
import { alignRows, type Row } from './align.ts'
import { marksOf, type Mark } from './marks.ts'

/** Messages that one comparison takes. */
export const mostCompared = 8

/**
 * How the messages agree in one row. `form`: they say the same in another spelling. `expected`: they differ only in what
 * a sender makes anew each time. `partly`: some do not have it.
 */
export type RowState = 'same' | 'form' | 'expected' | 'differs' | 'partly'

export interface ComparedRow {
  /** `start`, a header's lower-case long name, or a line of the body; unique with a number behind it. */
  readonly key: string
  readonly name: string
  readonly group: 'start' | 'headers' | 'body'
  readonly state: RowState
  /** Whether it stands elsewhere in some message than in the first. */
  readonly moved: boolean
  /** One for each message. */
  readonly cells: readonly (ComparedCell | undefined)[]
}

export interface ComparedCell {
  readonly field: Field
  /** Exactly as sent, without the line end; byte text. */
  readonly text: string
  /** Number among the headers, or lines of the body, of its message; from 1. */
  readonly place: number
  /** Stands elsewhere in its order than in the first message. */
  readonly moved: boolean
  /** What is different, as ranges of `text`. */
  readonly marks: readonly Mark[]
}

/**
 * Compares messages row by row, in the order of the first: headers pair by what they are, whatever they are called
 * (`i` is `Call-ID`) and wherever they stand.
 */
export function compare(messages: readonly SipMessage[]): readonly ComparedRow[] {
  const compared = messages.slice(0, mostCompared)
  const texts = compared.map(({ bytes }) => byteText(bytes))
  return alignRows(compared.map(fieldTree)).map((row) => comparedRow(row, texts))
}

function comparedRow(row: Row, texts: readonly string[]): ComparedRow {
  const fields = row.cells.map((cell) => cell?.field)
  const marks = marksOf(fields, texts)
  const cells = row.cells.map((cell, at) => {
    if (!cell) return undefined
    const text = trimEndOf((texts[at] ?? '').slice(cell.field.start, cell.field.end), '\r\n')
    return { ...cell, text, marks: marks[at] ?? [] }
  })
  const { key, name, group } = row
  return { key, name, group, cells, state: stateOf(cells), moved: cells.some((cell) => cell?.moved) }
}

function stateOf(cells: readonly (ComparedCell | undefined)[]): RowState {
  const present = cells.filter((cell) => cell !== undefined)
  if (present.length < cells.length) return 'partly'
  const marks = present.flatMap((cell) => cell.marks)
  if (marks.some(({ kind }) => kind === 'differs')) return 'differs'
  if (marks.length > 0) return 'expected'
  return new Set(present.map(({ text }) => text)).size > 1 ? 'form' : 'same'
}
