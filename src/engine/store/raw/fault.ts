/** Why the bytes of a message cannot be had. */
export type RawFault =
  /** Retention deleted them; what was found in them is still stored. */
  | { readonly kind: 'gone' }
  /**
   * The disk or something else changed what was stored. `block` is the first event id of the block that holds them;
   * `undefined` when not even that can be read.
   */
  | { readonly kind: 'damaged'; readonly block?: number; readonly words: string }

export const isFault = (bytes: Uint8Array | RawFault): bytes is RawFault => !(bytes instanceof Uint8Array)

/** For an analyst, to follow "the bytes of this message cannot be read: ". */
export function faultWords(fault: RawFault): string {
  if (fault.kind === 'gone') return 'retention deleted them'
  return fault.block === undefined ? fault.words : `block ${fault.block} is damaged: ${fault.words}`
}
