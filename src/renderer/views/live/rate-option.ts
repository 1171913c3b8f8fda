import type { Gap } from '../../../contract/console/live.ts'
import { brushOption } from '../../charts/brush.ts'
import type { ChartOption } from '../../charts/echarts.ts'
import { hatch } from '../../charts/hatch.ts'
import { methodToken } from '../../charts/methods.ts'
import type { ChartTokens } from '../../charts/tokens.ts'
import { tooltipElement, tooltipFrame } from '../../charts/tooltip.ts'
import { rate } from '../../text/format.ts'
import { axisLabel, moment, type Zone } from '../../text/time.ts'
import { gapBuckets, type RateBuckets } from './rate.ts'

/** Bars stacked by method over time; stretches in which a sensor could not see are hatched. */
export function rateOption(buckets: RateBuckets, gaps: readonly Gap[], zone: Zone, tokens: ChartTokens): ChartOption {
  const span = buckets.width * buckets.times.length
  const label = { color: tokens.ink3, fontSize: 11, fontFamily: 'Inter Variable, sans-serif' }
  return {
    grid: { left: 44, right: 12, top: 10, bottom: 22 },
    brush: brushOption(tokens),
    tooltip: {
      ...tooltipFrame(tokens),
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: `${tokens.ink3}22` } },
      formatter: (points: readonly { dataIndex: number }[]) =>
        rateTip(buckets, points[0]?.dataIndex ?? 0, zone, tokens),
    },
    xAxis: {
      type: 'category',
      data: buckets.times,
      axisLabel: { ...label, hideOverlap: true, formatter: (time: string) => axisLabel(Number(time), zone, span) },
      axisLine: { lineStyle: { color: tokens.lineStrong } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      axisLabel: { ...label, formatter: (value: number) => `${value}/s` },
      splitLine: { lineStyle: { color: tokens.line } },
    },
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
  return tooltipElement(moment(buckets.times[at] ?? 0, zone), lines)
}
