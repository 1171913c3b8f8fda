import type { ChartOption } from '../../charts/echarts.ts'
import { axisText } from '../../charts/time-axis.ts'
import type { ChartTokens } from '../../charts/tokens.ts'
import { tooltipElement, tooltipFrame } from '../../charts/tooltip.ts'
import { count } from '../../text/format.ts'

/** A sensor's messages per hour of its own day. */
export interface HourRow {
  readonly name: string
  readonly zone: string
  readonly hours: readonly number[]
}

export const hourNames: readonly string[] = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))

/** Hours of the day against sensors: attacks that begin after midnight, wherever the victim is, stand in one column. */
export function hoursOption(rows: readonly HourRow[], tokens: ChartTokens): ChartOption {
  const most = Math.max(1, ...rows.flatMap(({ hours }) => hours))
  const label = axisText(tokens)
  return {
    grid: { left: 96, right: 12, top: 8, bottom: 22 },
    tooltip: {
      ...tooltipFrame(tokens),
      trigger: 'item',
      formatter: ({ value }: { value: readonly [number, number, number] }) => {
        const row = rows[value[1]]
        const hour = hourNames[value[0]] ?? ''
        const title = `${row?.name ?? ''}, ${hour}:00–${hour}:59 ${row?.zone ?? ''}`
        return tooltipElement(title, [{ label: 'Messages', value: count(row?.hours[value[0]] ?? 0) }])
      },
    },
    xAxis: {
      type: 'category',
      data: hourNames,
      axisLabel: { ...label, interval: 2 },
      axisLine: { show: false },
      axisTick: { show: false },
      splitArea: { show: false },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ name }) => name),
      axisLabel: { ...label, color: tokens.ink2, width: 84, overflow: 'truncate' },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    visualMap: { show: false, min: 0, max: 1, inRange: { color: [...tokens.heat] }, seriesIndex: 0, dimension: 2 },
    series: [
      {
        id: 'hours',
        type: 'heatmap',
        data: rows.flatMap(({ hours }, row) => hours.map((messages, hour) => cell(hour, row, messages, most, tokens))),
        itemStyle: { borderColor: tokens.surface, borderWidth: 2, borderRadius: 3 },
        emphasis: { itemStyle: { borderColor: tokens.ink } },
      },
    ],
  }
}

/** Nothing is no shade of something: an empty hour has the colour of the ground. */
function cell(hour: number, row: number, messages: number, most: number, tokens: ChartTokens): object {
  const value = [hour, row, Math.sqrt(messages / most)]
  return messages > 0 ? { value } : { value, visualMap: false, itemStyle: { color: tokens.heat0 } }
}
