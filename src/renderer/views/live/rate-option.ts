import type { Gap } from '../../../contract/console/live.ts'
import { brushOption } from '../../charts/brush.ts'
import type { ChartOption } from '../../charts/echarts.ts'
import { hatch } from '../../charts/hatch.ts'
import { methodToken } from '../../charts/methods.ts'
import { rateAxis, timeAxis } from '../../charts/time-axis.ts'
import type { ChartTokens } from '../../charts/tokens.ts'
import { tooltipElement, tooltipFrame } from '../../charts/tooltip.ts'
import { rate } from '../../text/format.ts'
import { moment, type Zone } from '../../text/time.ts'
import { gapBuckets, type RateBuckets } from './rate.ts'

/** Bars stacked by method over time; stretches in which a sensor could not see are hatched. */
export function rateOption(buckets: RateBuckets, gaps: readonly Gap[], zone: Zone, tokens: ChartTokens): ChartOption {
  return {
    grid: { left: 44, right: 16, top: 12, bottom: 22 },
    brush: brushOption(tokens),
    tooltip: {
      ...tooltipFrame(tokens),
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: `${tokens.ink3}22` } },
      formatter: (points: readonly { dataIndex: number }[]) =>
        rateTip(buckets, points[0]?.dataIndex ?? 0, zone, tokens),
    },
    xAxis: timeAxis(buckets.times, zone, tokens),
    yAxis: rateAxis(tokens),
    series: buckets.methods.map(({ method, perSecond }, at) => ({
      id: method,
      name: method,
      type: 'bar',
      stack: 'rate',
      barCategoryGap: '14%',
      itemStyle: { color: tokens.get(methodToken(method)) },
      emphasis: { disabled: true },
      data: perSecond,
      ...(at === 0 ? { markArea: gapAreas(buckets, gaps, tokens) } : {}),
    })),
  }
}

function gapAreas(buckets: RateBuckets, gaps: readonly Gap[], tokens: ChartTokens): object {
  const data = gaps
    .map((gap) => gapBuckets(gap, buckets))
    .filter((area) => area !== undefined)
    .map(([from, to]) => [{ xAxis: from }, { xAxis: to }])
  return { silent: true, itemStyle: { color: hatch(`${tokens.warn}66`) }, data }
}

function rateTip(buckets: RateBuckets, at: number, zone: Zone, tokens: ChartTokens): HTMLElement {
  const lines = buckets.methods
    .map(({ method, perSecond }) => ({ method, value: perSecond[at] ?? 0 }))
    .filter(({ value }) => value > 0)
    .toReversed()
    .map(({ method, value }) => ({ label: method, value: rate(value), colour: tokens.get(methodToken(method)) }))
  const total = buckets.methods.reduce((sum, { perSecond }) => sum + (perSecond[at] ?? 0), 0)
  return tooltipElement(moment(buckets.times[at] ?? 0, zone), [...lines, { label: 'All methods', value: rate(total) }])
}
