import { mostHits } from '../../contract/console/hunts.ts'
import type { HuntState } from '../store/hunts.ts'
import type { Hunted, Piece, Planned, Searched } from './messages.ts'

/** A hunt under way: what is left to search, and what was found. */
export interface RunningHunt {
  readonly hunted: Hunted
  readonly planned: boolean
  /** As it is to be shown and stored. */
  readonly counts: Omit<HuntState, 'state'>
  /** Pieces that are being searched, and whether it is being planned. */
  readonly inWork: number
  /** Nothing is left, or enough was found. */
  readonly over: boolean
  /** @returns the next piece, taken by whoever asks; `undefined` when there is none to give now. */
  take(): Piece | undefined
  startPlanning(): void
  /** Planning did not come to an end; it is to begin anew. */
  unplan(): void
  plan(planned: Planned): void
  /** @param searched `undefined`: nobody did it, so it is to be given again. */
  finish(piece: Piece | undefined, searched: Searched | undefined): void
  /** Hits that were not taken yet. */
  takeHits(): readonly number[]
}

const lengthOf = (piece: Piece | undefined): number => (piece?.kind === 'ids' ? piece.last - piece.first + 1 : 0)

/** Ids in one piece: some 10 ms, so that others have their turn soon. */
const pieceIds = 8_192
/** The first ones are shorter, so that something is told at once. */
const firstPiece = 256

export function runningHunt(hunted: Hunted): RunningHunt {
  let planned: Planned | undefined
  let inWork = 0
  let [seenIds, searched, unread, found] = [0, 0, 0, 0]
  let hits: number[] = []
  /** Of the ids that nobody was given yet, the greatest; 0: none is left. Of candidates there is one piece at a time. */
  let below = 0
  let one: Piece | undefined
  const again: Piece[] = []
  let length = firstPiece

  const left = (): boolean => again.length > 0 || one !== undefined || below > 0
  const isFull = (): boolean => found >= mostHits
  const allIds = (): number => (planned?.ids ? planned.ids.last - planned.ids.first + 1 : 0)
  const nextIds = (): Piece | undefined => {
    if (!planned?.ids || below === 0) return undefined
    const first = Math.max(planned.ids.first, below - length + 1)
    length = Math.min(pieceIds, length * 2)
    const piece: Piece = { kind: 'ids', first, last: below }
    below = first === planned.ids.first ? 0 : first - 1
    return piece
  }
  const takeOne = (): Piece | undefined => {
    const piece = one
    one = undefined
    return piece
  }
  return {
    hunted,
    get planned() {
      return planned !== undefined
    },
    get inWork() {
      return inWork
    },
    get over() {
      return planned !== undefined && ((inWork === 0 && !left()) || isFull())
    },
    get counts() {
      const total = planned && !planned.complete && planned.ids ? allIds() : (planned?.candidates ?? 0)
      const looked = planned?.ids ? Math.round((total * seenIds) / allIds()) - unread : searched
      const candidates = Math.max(total, looked + unread)
      return { searched: Math.max(0, looked), candidates, found, unread }
    },
    startPlanning: () => void (inWork += 1),
    unplan: () => void (inWork -= 1),
    plan: (made) => {
      planned = made
      inWork -= 1
      if (made.ids) below = made.ids.last
      else if (made.candidates > 0) one = { kind: 'candidates' }
    },
    take: () => {
      const piece = isFull() ? undefined : (again.pop() ?? takeOne() ?? nextIds())
      if (piece) inWork += 1
      return piece
    },
    finish: (piece, result) => {
      inWork -= 1
      if (!piece) return
      if (!result) return void again.push(piece)
      if (result.rest) again.push(result.rest)
      seenIds += lengthOf(piece) - lengthOf(result.rest)
      const fresh = result.hits.slice(0, mostHits - found)
      hits.push(...fresh)
      found += fresh.length
      searched += result.searched
      unread += result.unread
    },
    takeHits: () => {
      const taken = hits
      hits = []
      return taken
    },
  }
}
