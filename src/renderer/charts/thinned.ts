import type { MultiPolygon, Position } from 'geojson'
import type { Topology } from 'topojson-specification'

/** Degrees: a pixel of a map that is 720 pixels wide. */
const finest = 0.5
/** Degrees: an island below this is less than a pixel. */
const speck = 0.3
/** A small island keeps about twice as many points as this: its shape, at any size. */
const sides = 5
/** Fewer points are no ring. */
const fewest = 4

/**
 * Shapes with points only as close as can be seen. The map is drawn anew, point by point, whenever an origin changes,
 * and there are eighty thousand of them.
 */
export function thinned(topology: Topology): Topology {
  const [across = 1, up = 1] = topology.transform?.scale ?? []
  return { ...topology, arcs: topology.arcs.map((line) => thinnedLine(line, across, up)) }
}

/** @param line its first point, and then how far each is from the one before: in steps of so many degrees. */
function thinnedLine(line: readonly Position[], across: number, up: number): Position[] {
  const least = Math.min(finest, spanOf(line, across, up) / sides)
  const kept: Position[] = []
  let [x, y] = [0, 0]
  for (const [at, [dx = 0, dy = 0]] of line.entries()) {
    x += dx
    y += dy
    if (at > 0 && at < line.length - 1 && Math.hypot(x * across, y * up) < least) continue
    kept.push([x, y])
    x = y = 0
  }
  return kept.length < fewest ? [...line] : kept
}

/** Degrees from one end to the other, along the longer side. */
function spanOf(line: readonly Position[], across: number, up: number): number {
  let [x, y, left, right, bottom, top] = [0, 0, 0, 0, 0, 0]
  for (const [dx = 0, dy = 0] of line.slice(1)) {
    x += dx * across
    y += dy * up
    left = Math.min(left, x)
    right = Math.max(right, x)
    bottom = Math.min(bottom, y)
    top = Math.max(top, y)
  }
  return Math.max(right - left, top - bottom)
}

/** Without the islands that nobody can see; but a country of nothing else keeps its largest. */
export function withoutSpecks(land: MultiPolygon): MultiPolygon {
  const sizes = land.coordinates.map(([ring = []]) => sizeOf(ring))
  const least = Math.min(speck, Math.max(...sizes))
  return { ...land, coordinates: land.coordinates.filter((_, at) => (sizes[at] ?? 0) >= least) }
}

/** Degrees, along the longer side. */
function sizeOf(ring: readonly Position[]): number {
  const side = (axis: 0 | 1): number => {
    const places = ring.map((position) => position[axis] ?? 0)
    return Math.max(...places) - Math.min(...places)
  }
  return Math.max(side(0), side(1))
}
