import { mostCompared as mostInTable } from '../../../contract/console/dialogs.ts'
import { mostCompared as mostSideBySide } from '../../../sip/inspect/compare/compare.ts'

export { mostInTable, mostSideBySide }

/** What is compared and how, as it stands in the address of the screen. */
export interface Comparison {
  readonly messages: readonly number[]
  /** Their first messages are meant. */
  readonly dialogs: readonly number[]
  readonly view: 'diff' | 'matrix'
}

type Query = Readonly<Record<string, unknown>>

/** Takes anything: an address may be typed by hand. */
export function comparisonOf(query: Query): Comparison {
  return {
    messages: idsOf(query['messages']),
    dialogs: idsOf(query['dialogs']),
    view: query['view'] === 'matrix' ? 'matrix' : 'diff',
  }
}

const idsOf = (text: unknown): readonly number[] =>
  typeof text === 'string'
    ? [
        ...new Set(
          text
            .split(',')
            .filter((id) => /^\d{1,15}$/.test(id))
            .map(Number),
        ),
      ].slice(0, mostInTable)
    : []

/** Names of the messages on screen: A to H, then numbers. */
export const nameOf = (at: number): string => (at < mostSideBySide ? String.fromCharCode(65 + at) : String(at + 1))
