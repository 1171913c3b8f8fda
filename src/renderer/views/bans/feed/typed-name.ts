import { visibleString } from '../../../text/visible.ts'

/** Was this name typed? One with characters that no keyboard has may be typed as the screen shows it. */
export const isNamed = (typed: string, name: string): boolean =>
  [name.trim(), visibleString(name, 80)].includes(typed.trim())
