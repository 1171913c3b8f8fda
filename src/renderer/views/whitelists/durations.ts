const day = 86_400_000

/** How long an entry may stand, milliseconds. Entries always end: a forgotten whitelist is a hole. */
export const whitelistDurations = [
  { label: '1 day', value: day },
  { label: '7 days', value: 7 * day },
  { label: '30 days', value: 30 * day },
  { label: '90 days', value: 90 * day },
  { label: '1 year', value: 365 * day },
] as const
