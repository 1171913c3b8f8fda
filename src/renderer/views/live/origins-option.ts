import type { Origin } from '../../../contract/console/live.ts'
import type { SensorRow } from '../../../contract/console/sensors.ts'
import type { ChartOption } from '../../charts/echarts.ts'
import { heatLog } from '../../charts/scale.ts'
import type { ChartTokens } from '../../charts/tokens.ts'
import { tooltipElement, tooltipFrame } from '../../charts/tooltip.ts'
import { worldProjection, type Centres } from '../../charts/world.ts'
import { countryName } from '../../text/country.ts'
import { count } from '../../text/format.ts'

interface Dot {
  readonly name: string
  readonly value: readonly [number, number]
  readonly origin: Origin
}

/** What the map shows of a sensor. */
export type SensorMark = Pick<SensorRow, 'name' | 'place' | 'country' | 'latitude' | 'longitude' | 'state'>

export const markOf = ({ name, place, country, latitude, longitude, state }: SensorRow): SensorMark => ({
  ...{ name, place, country, latitude, longitude, state },
})

/** Attack origins as dots (area by messages) over countries tinted alike, with the sensors that saw them. */
export function originsOption(
  origins: readonly Origin[],
  sensors: readonly SensorMark[],
  centres: Centres,
  narrowed: string | undefined,
  tokens: ChartTokens,
): ChartOption {
  const most = Math.max(1, ...origins.map(({ messages }) => messages))
  const colour = (origin: Origin): string => heatLog(tokens.heat, origin.messages, most)
  return {
    tooltip: { ...tooltipFrame(tokens), trigger: 'item' },
    geo: {
      map: 'world',
      projection: worldProjection,
      roam: false,
      left: 8,
      right: 8,
      top: 8,
      bottom: 8,
      itemStyle: { areaColor: tokens.mapLand, borderColor: tokens.mapLine, borderWidth: 0.6 },
      emphasis: { label: { show: false }, itemStyle: { areaColor: tokens.mapLine } },
      tooltip: { show: false },
      regions: byCountry(origins).map(({ country, messages }) => ({
        name: country,
        itemStyle: {
          areaColor: `${heatLog(tokens.heat, messages, most)}${country === narrowed ? 'aa' : '55'}`,
          borderColor: country === narrowed ? tokens.ink : tokens.mapLine,
        },
      })),
    },
    series: [
      {
        id: 'origins',
        type: 'scatter',
        coordinateSystem: 'geo',
        data: dots(origins, centres),
        symbolSize: (_: unknown, { data }: { data: Dot }) => 5 + 17 * Math.sqrt(data.origin.messages / most),
        itemStyle: {
          color: ({ data }: { data: Dot }) => colour(data.origin),
          opacity: 0.85,
          borderColor: tokens.surface,
          borderWidth: 1,
        },
        tooltip: { formatter: ({ data }: { data: Dot }) => originTip(data.origin) },
      },
      {
        id: 'sensors',
        type: 'scatter',
        coordinateSystem: 'geo',
        symbol: 'triangle',
        symbolSize: 10,
        data: sensors.map((sensor) => ({
          name: sensor.country,
          value: [sensor.longitude, sensor.latitude],
          sensor,
          itemStyle: { color: sensor.state === 'live' ? tokens.ink : tokens.bad },
        })),
        itemStyle: { borderColor: tokens.surface, borderWidth: 1.5 },
        tooltip: { formatter: ({ data }: { data: { sensor: SensorMark } }) => sensorTip(data.sensor) },
      },
    ],
  }
}

function byCountry(origins: readonly Origin[]): readonly { country: string; messages: number }[] {
  const groups = Map.groupBy(origins, ({ country }) => country)
  return Array.from(groups, ([country, group]) => ({
    country,
    messages: group.reduce((sum, { messages }) => sum + messages, 0),
  }))
}

function dots(origins: readonly Origin[], centres: Centres): readonly Dot[] {
  return origins.flatMap((origin) => {
    const centre = centres.get(origin.country)
    const longitude = origin.longitude ?? centre?.[0]
    const latitude = origin.latitude ?? centre?.[1]
    if (longitude === undefined || latitude === undefined) return []
    return [{ name: origin.country, value: [longitude, latitude] as const, origin }]
  })
}

function originTip(origin: Origin): HTMLElement {
  const where = origin.place
    ? `${origin.place}, ${countryName(origin.country)}`
    : `${countryName(origin.country)} (centre)`
  return tooltipElement(where, [
    { label: 'Messages', value: count(origin.messages) },
    { label: 'Sources', value: count(origin.sources) },
  ])
}

function sensorTip(sensor: SensorMark): HTMLElement {
  return tooltipElement(`Sensor ${sensor.name}`, [
    { label: 'Place', value: sensor.place },
    { label: 'State', value: sensor.state },
  ])
}
