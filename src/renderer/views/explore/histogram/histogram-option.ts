import type { Histogram } from '../../../../contract/console/explore.ts'
import type { Gap } from '../../../../contract/console/live.ts'
import { brushOption } from '../../../charts/brush.ts'
import type { ChartOption } from '../../../charts/echarts.ts'
import { hatch } from '../../../charts/hatch.ts'
import { axisText, timeAxis } from '../../../charts/time-axis.ts'
import type { ChartTokens } from '../../../charts/tokens.ts'
import { tooltipElement, tooltipFrame } from '../../../charts/tooltip.ts'
import { compact, count } from '../../../text/format.ts'
import { moment, type Zone } from '../../../text/time.ts'
import { gapBuckets } from '../../live/rate.ts'

export interface HistogramPicture {
  readonly histogram: Histogram
  readonly gaps: readonly Gap[]
  /** First and last point chosen by keys. */
  readonly chosen: readonly [number, number] | undefined
  readonly zone: Zone
}

/** Matches over time; stretches in which a sensor could not see are hatched. */
export function histogramOption(picture: HistogramPicture, tokens: ChartTokens): ChartOption {
  const { histogram, zone } = picture
  return {
    grid: { left: 48, right: 12, top: 8, bottom: 20 },
    brush: brushOption(tokens),
    tooltip: {
      ...tooltipFrame(tokens),
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: `${tokens.ink3}22` } },
      formatter: ([point]: readonly { dataIndex: number }[]) => tip(histogram, point?.dataIndex ?? 0, zone),
    },
    xAxis: timeAxis(histogram.starts, zone, tokens),
    yAxis: {
      type: 'value',
      splitNumber: 2,
      minInterval: 1,
      axisLabel: { ...axisText(tokens), formatter: (value: number) => compact(value) },
      splitLine: { lineStyle: { color: tokens.line } },
    },
    series: [
      {
        id: 'matches',
        type: 'bar',
        barCategoryGap: '10%',
        itemStyle: { color: tokens.accent },
        emphasis: { disabled: true },
        data: histogram.counts,
        markArea: areas(picture, tokens),
      },
    ],
  }
}

function areas({ histogram, gaps, chosen }: HistogramPicture, tokens: ChartTokens): object {
  const buckets = { times: histogram.starts, width: histogram.step, methods: [] }
  const hatched = gaps
    .map((gap) => gapBuckets(gap, buckets))
    .filter((area) => area !== undefined)
    .map(([from, to]) => [{ xAxis: from, itemStyle: { color: hatch(`${tokens.warn}66`) } }, { xAxis: to }])
  const marked = { color: `${tokens.accent}30`, borderColor: tokens.accent, borderWidth: 1 }
  const selection = chosen ? [[{ xAxis: chosen[0], itemStyle: marked }, { xAxis: chosen[1] }]] : []
  return { silent: true, data: [...hatched, ...selection] }
}

function tip({ starts, counts }: Histogram, at: number, zone: Zone): HTMLElement {
  return tooltipElement(moment(starts[at] ?? 0, zone), [{ label: 'Matching messages', value: count(counts[at] ?? 0) }])
}
