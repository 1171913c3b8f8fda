/** What the screen shows below the feed. */
export const banParts = ['lanes', 'calendar', 'audit'] as const
export type BanPart = (typeof banParts)[number]

export const partNames: Readonly<Record<BanPart, string>> = {
  lanes: 'Lanes',
  calendar: 'Expiries',
  audit: 'Audit trail',
}

export const partNamed = (name: unknown): BanPart => banParts.find((part) => part === name) ?? 'lanes'
