import type { Tlp } from './document.ts'

/** Official colours of TLP 2.0 (FIRST), on black. */
export const tlpColours: Readonly<Record<Tlp, { readonly ink: string; readonly paper: string }>> = {
  CLEAR: { ink: '#ffffff', paper: '#000000' },
  GREEN: { ink: '#33ff00', paper: '#000000' },
  AMBER: { ink: '#ffc000', paper: '#000000' },
  'AMBER+STRICT': { ink: '#ffc000', paper: '#000000' },
  RED: { ink: '#ff2b2b', paper: '#000000' },
}

export const tlpText = (tlp: Tlp): string => `TLP:${tlp}`
