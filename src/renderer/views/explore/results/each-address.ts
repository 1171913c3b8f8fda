/** How far an act on many addresses has come. */
export interface EachProgress {
  readonly done: number
  readonly of: number
  readonly failed: readonly { readonly address: string; readonly message: string }[]
}

/** Acts in flight at once: the engine signs and stores each. */
const atOnce = 4

/**
 * Does something for each address, a few at a time, and tells how far it came. One that fails does not stop the others.
 *
 * @returns what became of all that were begun; after `stop` no further one is.
 */
export async function forEachAddress(
  addresses: readonly string[],
  act: (address: string) => Promise<void>,
  tell: (progress: EachProgress) => void,
  stop: AbortSignal,
): Promise<EachProgress> {
  const failed: { address: string; message: string }[] = []
  let done = 0
  let next = 0
  const work = async (): Promise<void> => {
    for (let address = addresses[next]; address !== undefined && !stop.aborted; address = addresses[next]) {
      next += 1
      try {
        await act(address)
      } catch (error) {
        failed.push({ address, message: error instanceof Error ? error.message : String(error) })
      }
      done += 1
      tell({ done, of: addresses.length, failed: [...failed] })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { done, of: addresses.length, failed }
}
