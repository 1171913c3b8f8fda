import { geoCentroid, geoEquirectangular, type GeoStream } from 'd3-geo'
import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import codes from 'i18n-iso-countries/codes.json'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { registerMap } from './echarts.ts'
import { thinned, withoutSpecks } from './thinned.ts'

type Land = Polygon | MultiPolygon

/** Middle of each country's largest part, by ISO 3166 alpha-2: where an origin without a place stands. */
export type Centres = ReadonlyMap<string, Position>

let loading: Promise<Centres> | undefined

/** Loads the world map once (a chunk of its own), registers it as `world` with alpha-2 codes as names. */
export function loadWorld(): Promise<Centres> {
  loading ??= load()
  return loading
}

async function load(): Promise<Centres> {
  const atlas = (await import('world-atlas/countries-50m.json')) as unknown as { default: Topology }
  const topology = thinned(atlas.default)
  const alpha2 = new Map(codes.map(([two, , numeric]) => [String(numeric), two]))
  const countries = feature(topology, topology.objects['countries'] as GeometryCollection) as FeatureCollection<Land>
  const features = countries.features
    .map(({ id, geometry, ...country }) => ({
      ...country,
      properties: { name: alpha2.get(String(id)) ?? 'unclaimed' },
      geometry: geometry.type === 'MultiPolygon' ? withoutSpecks(geometry) : geometry,
    }))
    .filter(({ properties }) => properties.name !== 'AQ')
  registerMap('world', { geoJSON: { type: 'FeatureCollection', features } as never, specialAreas: {} })
  return new Map(features.map((country) => [country.properties.name, geoCentroid(largest(country.geometry))]))
}

/** Overseas parts would pull the middle of France into the Atlantic. */
function largest(land: Land): Polygon {
  if (land.type === 'Polygon') return land
  const [biggest = []] = land.coordinates.toSorted((a, b) => points(b) - points(a))
  return { type: 'Polygon', coordinates: biggest }
}

const points = (rings: readonly Position[][]): number => rings[0]?.length ?? 0

const projection = geoEquirectangular()

/** Projecting before drawing lets d3 cut shapes at the date line; drawn as they are, Russia and Fiji smear across the map. */
export const worldProjection = {
  project: (point: [number, number]) => projection(point) ?? [0, 0],
  unproject: (point: [number, number]) => projection.invert?.(point) ?? [0, 0],
  stream: (sink: GeoStream) => projection.stream(sink),
}
