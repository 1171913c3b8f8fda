import { geoArea } from 'd3-geo'
import type { MultiPolygon } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { describe, expect, it } from 'vitest'
import atlas from 'world-atlas/countries-50m.json'
import { thinned, withoutSpecks } from '../../../src/renderer/charts/thinned.ts'

const whole = atlas as unknown as Topology
const countriesOf = (topology: Topology) =>
  feature(topology, topology.objects['countries'] as GeometryCollection).features.map(({ id, geometry }) => ({
    id,
    area: geoArea(geometry),
  }))
const pointsOf = ({ arcs }: Topology): number => arcs.reduce((sum, { length }) => sum + length, 0)

describe('the thinned map', () => {
  it('has less than a third of the points', () => {
    expect(pointsOf(thinned(whole))).toBeLessThan(pointsOf(whole) / 3)
  })

  it('has no islands below a pixel, but a place for every country', () => {
    const lands = feature(thinned(whole), whole.objects['countries'] as GeometryCollection).features
    const partsOf = (land: MultiPolygon): number => land.coordinates.length
    const scattered = lands.flatMap(({ geometry }) => (geometry.type === 'MultiPolygon' ? geometry : []))
    const clear = scattered.map(withoutSpecks)
    expect(clear.every((land) => partsOf(land) > 0)).toBe(true)
    const sum = (all: readonly MultiPolygon[]): number => all.reduce((parts, land) => parts + partsOf(land), 0)
    expect(sum(clear)).toBeLessThan(sum(scattered) * 0.7)
    expect(clear.map((land) => geoArea(land))).toSatisfy((areas: number[]) =>
      areas.every((area, at) => area > 0.2 * geoArea(scattered[at] ?? { type: 'Sphere' })),
    )
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
