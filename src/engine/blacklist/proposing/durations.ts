const day = 86_400_000
/** By how often the address was banned before: an attacker who comes back stays out longer. */
const steps = [7 * day, 30 * day, 90 * day] as const

/** Milliseconds. @param earlier bans of the address that have ended. */
export const suggestedDuration = (earlier: number): number => steps[Math.min(earlier, steps.length - 1)] ?? steps[0]

/** What follows on a ban of `duration` milliseconds whose address attacks still. */
export const nextDuration = (duration: number): number => steps.find((step) => step > duration) ?? steps[2]
