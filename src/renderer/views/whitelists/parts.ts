/** What the screen shows below the test box. */
export const whitelistParts = ['entries', 'overlaps', 'bundled'] as const
export type WhitelistPart = (typeof whitelistParts)[number]

export const partNames: Readonly<Record<WhitelistPart, string>> = {
  entries: 'Entries',
  overlaps: 'Overlaps',
  bundled: 'Bundled lists',
}

/** The tab that a key pressed on `from` leads to, as in any tab list. */
export function partBy(key: string, from: WhitelistPart): WhitelistPart | undefined {
  const at = whitelistParts.indexOf(from)
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: whitelistParts.length - 1 }[key]
  return to === undefined ? undefined : whitelistParts[(to + whitelistParts.length) % whitelistParts.length]
}
