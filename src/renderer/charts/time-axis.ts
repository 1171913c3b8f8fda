import { axisLabel, type Zone } from '../text/time.ts'
import { roundMoments } from './ticks.ts'
import type { ChartTokens } from './tokens.ts'

/** The look of every label on an axis. */
export const axisText = (tokens: ChartTokens) => ({
  color: tokens.ink3,
  fontSize: 11,
  fontFamily: 'Inter Variable, sans-serif',
})

/** A horizontal axis of equal steps of time, labelled at round moments; `times` are the starts of the steps. */
export function timeAxis(times: readonly number[], zone: Zone, tokens: ChartTokens): object {
  const [first = 0, second = first + 1000] = times
  const span = (second - first) * times.length
  const moments = roundMoments(times, zone)
  return {
    type: 'category',
    data: times,
    axisLabel: {
      ...axisText(tokens),
      interval: (index: number) => moments(index) !== undefined,
      formatter: (_: string, index: number) => axisLabel(moments(index) ?? times[index] ?? 0, zone, span),
    },
    axisLine: { lineStyle: { color: tokens.lineStrong } },
    // One at each step, though unseen: hatched areas snap to ticks.
    axisTick: { show: false, interval: 0 },
  }
}

/** A vertical axis of messages per second. */
export const rateAxis = (tokens: ChartTokens) => ({
  type: 'value',
  splitNumber: 3,
  axisLabel: { ...axisText(tokens), formatter: (value: number) => `${value}/s` },
  splitLine: { lineStyle: { color: tokens.line } },
})
