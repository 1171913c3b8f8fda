import type { ByteGraph } from './graph.ts'

/** Whether bytes hold a match, told by one look at each: states are made as they are met. */
export interface Automaton {
  /** @returns `undefined` when it would need too many states: somebody else has to tell. */
  isIn(bytes: Uint8Array, from: number, to: number): boolean | undefined
}

/** Each takes a kilobyte. */
const mostStates = 500
/** In the table; every other number is where the state's row begins. */
const [unknown, matched] = [0, -1]
const rowLength = 256

/** @returns `undefined` for a pattern that asks where it stands. */
export function automatonOf(graph: ByteGraph): Automaton | undefined {
  if (graph.placed) return undefined
  if (graph.empty) return { isIn: () => true }
  let states = new States(graph)
  return {
    isIn: (bytes, from, to) => {
      let { table } = states
      // Row 0 stays empty, so that 0 can say that nobody was there yet.
      let row = rowLength
      for (let at = from; at < to; at += 1) {
        const byte = bytes[at] ?? 0
        let next = table[row + byte] ?? unknown
        if (next === unknown) {
          const made = states.make(row, byte)
          if (made === undefined) {
            // A message made against the pattern: the others are not to pay for it.
            states = new States(graph)
            return undefined
          }
          next = made
          table = states.table
        }
        if (next === matched) return true
        row = next
      }
      return false
    },
  }
}

class States {
  /** By a state's row and a byte: the row of the next state. */
  table = new Int32Array(8 * rowLength)
  private readonly graph: ByteGraph
  /** By the number of its row: steps that may come next. */
  private readonly steps: (readonly number[])[]
  private readonly rows = new Map<string, number>()

  constructor(graph: ByteGraph) {
    this.graph = graph
    this.steps = [[], graph.first]
    this.rows.set(graph.first.join(), rowLength)
  }

  /** @returns where to go on, which is in the table from then on. */
  make(row: number, byte: number): number | undefined {
    const next = this.after(this.steps[row / rowLength] ?? [], byte)
    const made = next === 'match' ? matched : this.rowOf(next)
    if (made !== undefined) this.table[row + byte] = made
    return made
  }

  private after(steps: readonly number[], byte: number): readonly number[] | 'match' {
    const { reads, next, ends, first } = this.graph
    const read = steps.filter((step) => reads[step]?.[byte] === 1)
    if (read.some((step) => ends[step])) return 'match'
    // A match may begin at every byte.
    return [...new Set([...first, ...read.flatMap((step) => next[step] ?? [])])].sort((a, b) => a - b)
  }

  private rowOf(steps: readonly number[]): number | undefined {
    const key = steps.join()
    const known = this.rows.get(key)
    if (known !== undefined || this.steps.length > mostStates) return known
    const row = this.steps.push(steps) * rowLength - rowLength
    this.rows.set(key, row)
    if (row + rowLength > this.table.length) this.table = grown(this.table)
    return row
  }
}

function grown(table: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(table.length * 2)
  longer.set(table)
  return longer
}
