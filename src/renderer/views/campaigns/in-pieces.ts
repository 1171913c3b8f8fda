import { mostCampaignSources } from '../../../contract/console/campaigns.ts'

interface Watching {
  /** Addresses that are done. */
  readonly tell?: (done: number) => void
  /** Once it is aborted no further call is made. */
  readonly stop?: AbortSignal
}

/**
 * Does something for all addresses, as many at a time as one call takes, and adds up what came of it.
 *
 * @throws Error that says how many were done, when one call failed behind others that did not, and when it was stopped.
 */
export async function inPieces(
  addresses: readonly string[],
  act: (some: string[]) => Promise<number>,
  { tell, stop }: Watching = {},
): Promise<number> {
  let sum = 0
  for (let at = 0; at < addresses.length; at += mostCampaignSources) {
    try {
      stop?.throwIfAborted()
      sum += await act(addresses.slice(at, at + mostCampaignSources))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw at === 0 ? error : new Error(`${at} of ${addresses.length} sources are done, the others are not: ${why}`)
    }
    tell?.(Math.min(addresses.length, at + mostCampaignSources))
  }
  return sum
}
