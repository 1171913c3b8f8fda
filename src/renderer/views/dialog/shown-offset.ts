import { visible } from '../../../sip/text/visible.ts'

const encoder = new TextEncoder()

/**
 * How many bytes of a segment stand before a place in what is shown of it, where `\x00` is four characters for one byte
 * and `é` one character for two.
 *
 * @param bytes how many bytes the segment has: as many as characters when it is no UTF-8
 */
export function bytesBefore(text: string, bytes: number, shown: number): number {
  const isWide = text.length !== bytes || encoder.encode(text).length === bytes
  let [seen, passed] = [0, 0]
  for (const character of text) {
    seen += visible(character).length
    if (seen > shown) break
    passed += isWide ? encoder.encode(character).length : 1
  }
  return Math.min(passed, Math.max(0, bytes - 1))
}
