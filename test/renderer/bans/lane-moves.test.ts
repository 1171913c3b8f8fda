import { describe, expect, it } from 'vitest'
import type { BanRow } from '../../../src/contract/console/bans.ts'
import { moveInLane, moveToLane } from '../../../src/renderer/views/bans/lanes/lane-moves.ts'

const bans = (...ids: string[]): readonly BanRow[] => ids.map((id) => ({ id }) as BanRow)
const lanes = {
  Proposed: bans('p1', 'p2', 'p3'),
  Held: [],
  Published: bans('l1'),
  Expiring: [],
  Revoked: [],
  Ended: bans('e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7'),
}

describe('the cursor of the lanes', () => {
  it('goes up and down inside its lane and stops at both ends', () => {
    expect(moveInLane(lanes, 'p1', 'j')?.id).toBe('p2')
    expect(moveInLane(lanes, 'p3', 'j')?.id).toBe('p3')
    expect(moveInLane(lanes, 'e2', 'k')?.id).toBe('e1')
    expect(moveInLane(lanes, 'e1', 'PageDown')?.id).toBe('e6')
    expect(moveInLane(lanes, 'e1', 'End')?.id).toBe('e7')
    expect(moveInLane(lanes, 'p1', 'q')).toBeUndefined()
  })

  it('skips empty lanes and keeps its height where it can', () => {
    expect(moveToLane(lanes, 'p3', 1)?.id).toBe('l1')
    expect(moveToLane(lanes, 'l1', 1)?.id).toBe('e1')
    expect(moveToLane(lanes, 'e7', -1)?.id).toBe('l1')
    expect(moveToLane(lanes, 'p1', -1)).toBeUndefined()
    expect(moveToLane(lanes, 'e1', 1)).toBeUndefined()
  })

  it('stands still when its ban is gone', () => {
    expect(moveInLane(lanes, 'gone', 'j')?.id).toBeUndefined()
    expect(moveToLane(lanes, 'gone', 1)).toBeUndefined()
  })
})
