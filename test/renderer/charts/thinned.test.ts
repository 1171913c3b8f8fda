import { geoArea } from 'd3-geo'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { describe, expect, it } from 'vitest'
import atlas from 'world-atlas/countries-50m.json'
import { thinned } from '../../../src/renderer/charts/thinned.ts'

const whole = atlas as unknown as Topology
const countriesOf = (topology: Topology) =>
  feature(topology, topology.objects['countries'] as GeometryCollection).features.map(({ id, geometry }) => ({
    id,
    area: geoArea(geometry),
  }))
const pointsOf = ({ arcs }: Topology): number => arcs.reduce((sum, { length }) => sum + length, 0)

describe('the thinned map', () => {
  it('has less than half of the points', () => {
    expect(pointsOf(thinned(whole))).toBeLessThan(pointsOf(whole) / 2)
  })

  it('leaves every country, the smallest too, about as large as it is', () => {
    const after = countriesOf(thinned(whole))
    for (const [at, { id, area }] of countriesOf(whole).entries()) {
      expect(after[at]?.id).toBe(id)
      // A ring turned inside out would be nearly the whole Earth.
      expect((after[at]?.area ?? 0) / area, `country ${id}`).toSatisfy((share: number) => share > 0.7 && share < 1.3)
    }
  })

  it('leaves the ends of lines where neighbours meet', () => {
    const endOf = (line: Topology['arcs'][number] = []) =>
      line.reduce<readonly number[]>(([x = 0, y = 0], [dx = 0, dy = 0]) => [x + dx, y + dy], [0, 0])
    thinned(whole).arcs.forEach((line, at) => {
      expect(line[0]).toEqual(whole.arcs[at]?.[0])
      expect(endOf(line)).toEqual(endOf(whole.arcs[at]))
    })
  })
})
