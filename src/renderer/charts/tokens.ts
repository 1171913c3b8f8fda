import { heatOnDark, heatOnLight } from './scale.ts'

/** The colours of the page for canvases, which cannot read CSS variables by themselves. */
export interface ChartTokens {
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly line: string
  readonly lineStrong: string
  readonly surface: string
  readonly raised: string
  readonly accent: string
  readonly mapLand: string
  readonly mapLine: string
  readonly heat0: string
  /** From little to much, each step standing out more from the ground of the theme. */
  readonly heat: readonly string[]
  readonly good: string
  readonly bad: string
  readonly warn: string
  /** Any other custom property by name, e.g. `--method-invite`. */
  readonly get: (name: string) => string
}

/** Reads the tokens of the theme that is on now. */
export function readTokens(): ChartTokens {
  const style = getComputedStyle(document.documentElement)
  const get = (name: string): string => style.getPropertyValue(name).trim()
  return {
    ink: get('--ink'),
    ink2: get('--ink-2'),
    ink3: get('--ink-3'),
    line: get('--line'),
    lineStrong: get('--line-strong'),
    surface: get('--surface'),
    raised: get('--raised'),
    accent: get('--accent'),
    mapLand: get('--map-land'),
    mapLine: get('--map-line'),
    heat0: get('--heat-0'),
    heat: document.documentElement.dataset['theme'] === 'light' ? heatOnLight : heatOnDark,
    good: get('--good'),
    bad: get('--bad'),
    warn: get('--warn'),
    get,
  }
}
