import type { BanRow } from '../../../../contract/console/bans.ts'
import { moveBy } from '../../../components/grid.ts'
import { laneNames, type LaneName } from './lanes.ts'

type Lanes = Readonly<Record<LaneName, readonly BanRow[]>>

/** Cards that a page key passes. */
const page = 5

const laneWith = (lanes: Lanes, id: string): LaneName | undefined =>
  laneNames.find((name) => lanes[name].some((ban) => ban.id === id))

/** Up and down inside the lane of `id`, as the keys of lists do. */
export function moveInLane(lanes: Lanes, id: string, key: string): BanRow | undefined {
  const name = laneWith(lanes, id)
  const lane = name ? lanes[name] : []
  const to = moveBy(
    key,
    lane.findIndex((ban) => ban.id === id),
    lane.length,
    page,
  )
  return to === undefined ? undefined : lane[to]
}

/** To the next lane that holds a ban, at the same height where that lane is long enough. */
export function moveToLane(lanes: Lanes, id: string, step: 1 | -1): BanRow | undefined {
  const filled = laneNames.filter((name) => lanes[name].length > 0)
  const name = laneWith(lanes, id)
  if (!name) return undefined
  const next = filled[filled.indexOf(name) + step]
  const height = lanes[name].findIndex((ban) => ban.id === id)
  return next && lanes[next][Math.min(height, lanes[next].length - 1)]
}
