import { mostCampaignSources } from '../../../../contract/console/campaigns.ts'

interface Watching {
  /** Addresses that are done, and which of the last of them were changed: of use where a later piece fails. */
  readonly tell?: (done: number, changed: readonly string[]) => void
  /** Once it is aborted no further call is made. */
  readonly stop?: AbortSignal
}

/**
 * Does something for all addresses, as many at a time as one call takes.
 *
 * @param act says which of them it changed anything for
 * @returns all that were changed
 * @throws Error that says how many were done, when one call failed behind others that did not, and when it was stopped.
 */
export async function inPieces(
  addresses: readonly string[],
  act: (some: string[]) => Promise<readonly string[]>,
  { tell, stop }: Watching = {},
): Promise<readonly string[]> {
  const changed: string[] = []
  for (let at = 0; at < addresses.length; at += mostCampaignSources) {
    try {
      stop?.throwIfAborted()
      const some = await act(addresses.slice(at, at + mostCampaignSources))
      changed.push(...some)
      tell?.(Math.min(addresses.length, at + mostCampaignSources), some)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw at === 0 ? error : new Error(`${at} of ${addresses.length} sources are done, the others are not: ${why}`)
    }
  }
  return changed
}
