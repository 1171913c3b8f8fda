import type { SourceTimeline } from '../../../contract/console/sources.ts'
import type { ChartOption } from '../../charts/echarts.ts'
import { brushOption } from '../../charts/brush.ts'
import type { ChartRows } from '../../charts/rows.ts'
import { rateAxis, timeAxis } from '../../charts/time-axis.ts'
import type { ChartTokens } from '../../charts/tokens.ts'
import { tooltipElement, tooltipFrame } from '../../charts/tooltip.ts'
import { count, duration, rate } from '../../text/format.ts'
import { moment, type Zone } from '../../text/time.ts'

export const stepTimes = ({ from, step, counts }: SourceTimeline): readonly number[] =>
  counts.map((_, at) => from + at * step)

/** The same as rows. @param timeText how moments are written: as on screen, or in UTC. */
export function timelineRows(timeline: SourceTimeline, timeText: (time: number) => string): ChartRows {
  const rate = (messages: number): string => (messages / (timeline.step / 1000)).toFixed(3)
  const row = (time: number, at: number) => {
    const messages = timeline.counts[at] ?? 0
    return [timeText(time), messages, rate(messages)]
  }
  return {
    columns: ['Time', `Messages in ${duration(timeline.step)}`, 'Per second'],
    rows: stepTimes(timeline).map(row),
  }
}

/** Attempts per second over time, as the classic honeynet study drew them. */
export function timelineOption(timeline: SourceTimeline, zone: Zone, tokens: ChartTokens): ChartOption {
  const seconds = timeline.step / 1000
  const times = stepTimes(timeline)
  return {
    grid: { left: 44, right: 14, top: 10, bottom: 22 },
    brush: brushOption(tokens),
    tooltip: {
      ...tooltipFrame(tokens),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: tokens.lineStrong } },
      formatter: (points: readonly { dataIndex: number }[]) => {
        const at = points[0]?.dataIndex ?? 0
        const messages = timeline.counts[at] ?? 0
        return tooltipElement(moment(times[at] ?? 0, zone), [
          { label: `Messages in ${duration(timeline.step)}`, value: count(messages) },
          { label: 'Rate', value: rate(messages / seconds), colour: tokens.accent },
        ])
      },
    },
    xAxis: timeAxis(times, zone, tokens),
    yAxis: rateAxis(tokens),
    series: [
      {
        id: 'attempts',
        type: 'line',
        step: 'middle',
        // A single step has no line to it.
        symbol: times.length === 1 ? 'circle' : 'none',
        lineStyle: { color: tokens.accent, width: 1.3 },
        areaStyle: { color: `${tokens.accent}2e` },
        data: timeline.counts.map((messages) => messages / seconds),
      },
    ],
  }
}
