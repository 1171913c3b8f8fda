/** What the screen shows below the test box. */
export const whitelistParts = ['entries', 'overlaps', 'bundled'] as const
export type WhitelistPart = (typeof whitelistParts)[number]

export const partNames: Readonly<Record<WhitelistPart, string>> = {
  entries: 'Entries',
  overlaps: 'Overlaps',
  bundled: 'Bundled lists',
}
