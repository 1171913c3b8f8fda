import type { Circumstances } from '../kinds.ts'
import type { JudgedIds } from '../names/ids.ts'

/** A stored event that is judged anew, with what its row says until then. */
export interface RevisedEvent {
  readonly id: number
  readonly source: number
  readonly dialog: number
  /** Microseconds UTC. */
  readonly time: number
  readonly kind: number
  /** What its sensor said stays. */
  readonly where: Circumstances
  readonly ids: JudgedIds
}

export const isReceived = ({ where }: Pick<RevisedEvent, 'where'>): boolean => where.direction === 0
