const day = 86_400_000

/** How long a ban may stand, milliseconds; the longest the ledger takes is 90 days. */
export const banDurations = [
  { label: '1 day', value: day },
  { label: '7 days', value: 7 * day },
  { label: '30 days', value: 30 * day },
  { label: '90 days', value: 90 * day },
] as const
