import type { ChartTokens } from './tokens.ts'

/** The look of a stretch of time being brushed. */
export const brushOption = (tokens: ChartTokens) => ({
  xAxisIndex: 0,
  toolbox: [],
  brushStyle: { color: `${tokens.accent}30`, borderColor: tokens.accent, borderWidth: 1 },
  outOfBrush: { colorAlpha: 1 },
})
