/** Viridis in nine steps: even in lightness, so that it reads without colour too. */
const viridis = ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30', '#fde725']

/** Without the end that the ground would swallow, and with the loudest step for the most. */
export const heatOnDark: readonly string[] = viridis.slice(2)
export const heatOnLight: readonly string[] = viridis.slice(0, 8).toReversed()

/** Colour of `value` on a logarithmic scale up to `most`. */
export function heatLog(heat: readonly string[], value: number, most: number): string {
  if (value <= 0 || most <= 0) return heat[0] ?? ''
  const share = most <= 1 ? 1 : Math.log1p(value) / Math.log1p(most)
  return heat[Math.min(heat.length - 1, Math.floor(share * heat.length))] ?? ''
}
