/**
 * The rows of a list, wherever they are. A grid asks for those on screen, so that a list may be longer than anybody
 * reads: `at` answers with what is at hand, and `want` says what shall be.
 */
export interface RowSource<Row> {
  readonly length: number
  /** `undefined`: it is still on its way. */
  at(index: number): Row | undefined
  /** Rows `from` to `to` (half-open) are on screen or soon will be. */
  want(from: number, to: number): void
  /** Rows at hand, in the order of the list. */
  loaded(): readonly Row[]
  /**
   * Whether a place keeps its row. The cursor then stays at its place, and elements are used again for other rows while
   * scrolling; otherwise both follow their row.
   */
  readonly still: boolean
}

/** A list that is all at hand. */
export const arraySource = <Row>(rows: readonly Row[]): RowSource<Row> => ({
  length: rows.length,
  at: (index) => rows[index],
  want: () => undefined,
  loaded: () => rows,
  still: false,
})

export const isArray = <Row>(rows: readonly Row[] | RowSource<Row>): rows is readonly Row[] => Array.isArray(rows)
