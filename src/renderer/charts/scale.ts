/** Viridis in nine steps: even in lightness, so that it reads without colour too. */
const viridis = ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30', '#fde725']

/** Colour of `value` on a logarithmic scale up to `most`. */
export function viridisLog(value: number, most: number): string {
  if (value <= 0 || most <= 0) return viridis[0] ?? ''
  const share = most <= 1 ? 1 : Math.log1p(value) / Math.log1p(most)
  return viridis[Math.min(viridis.length - 1, Math.floor(share * viridis.length))] ?? ''
}

export const viridisSteps: readonly string[] = viridis
