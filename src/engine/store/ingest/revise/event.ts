import type { JudgedIds } from '../names/ids.ts'

/** A stored event that is judged anew, with what its row says until then. */
export interface RevisedEvent {
  readonly id: number
  readonly source: number
  readonly sensor: number
  readonly dialog: number
  /** Microseconds UTC. */
  readonly time: number
  readonly direction: 'in' | 'out'
  readonly ids: JudgedIds
}
