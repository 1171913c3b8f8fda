import type { Ref } from 'vue'
import type { Column } from '../components/grid.ts'
import type { PeekSubject } from '../stores/peek.ts'
import type { Subject } from './copies.ts'
import type { Facet, FilterAct } from './filters.ts'
import type { Selection } from './selection.ts'

/** What the keyboard may do with a list; a DataGrid is one. */
export interface List<Row> {
  /** `data-scope` of its element. */
  readonly scope: string
  readonly label: () => string
  readonly element: () => HTMLElement | null
  /** At hand, in the order on screen. */
  readonly rows: () => readonly Row[]
  /** What `Ctrl+A` takes; absent: all of them. Of a list that is read while it scrolls that is what is in sight. */
  readonly listed?: () => readonly Row[]
  readonly columns: () => readonly Column<Row>[]
  readonly keyOf: (row: Row) => string | number
  readonly active: () => Row | undefined
  readonly column: () => Column<Row> | undefined
  /** Moves as the key of `moveBy` does, and says to which row: `active` follows with the next paint. */
  readonly move: (key: string) => string | number | undefined
  /** To the neighbour column. */
  readonly moveColumn: (step: 1 | -1) => void
  /** Whether the rows can be ordered by the column of the cursor; absent: by none. */
  readonly canSort?: () => boolean
  /** By that column; once more: the other way round. */
  readonly sort?: () => void
  readonly selected: Ref<Selection>
  readonly selectable: () => boolean
  /** Rows that are not at hand are selected too: copies would leave them out without a word, so there are none. */
  readonly allSelected?: () => boolean
  /** What `Ctrl+E` does instead of saving the rows at hand. */
  readonly exportRows?: () => (() => void) | undefined
  readonly filterable: () => boolean
  readonly filter: (act: FilterAct, facets: readonly Facet[]) => void
  readonly open: (row: Row) => void
  readonly peekOf: (row: Row) => PeekSubject | undefined
  /** What copies are about, when the rows name something other programs know. */
  readonly subjectOf: (row: Row) => Subject | undefined
  /** Where a menu on the active row opens. */
  readonly menuPlace: () => { readonly x: number; readonly y: number }
}
