import { visible as inFull, visibleSegments, type Segment } from '../../sip/text/visible.ts'

/** What others wrote as it may be shown, up to a length. For text nodes and attributes only. */
export interface VisibleText {
  readonly segments: readonly Segment[]
  /** Characters left out at the end. */
  readonly more: number
}

/** Splits `text` into parts as they are and escapes, looking at no more than `limit` characters. */
export function visible(text: string, limit: number): VisibleText {
  const cut = cutAt(text, limit)
  return { segments: visibleSegments(text.slice(0, cut)), more: text.length - cut }
}

/** The same as one string, for titles, labels and copies. */
export function visibleString(text: string, limit: number): string {
  const cut = cutAt(text, limit)
  return inFull(text.slice(0, cut)) + (cut < text.length ? `… ${text.length - cut} more` : '')
}

/** Never between the halves of a surrogate pair. */
function cutAt(text: string, limit: number): number {
  if (text.length <= limit) return text.length
  const code = text.charCodeAt(limit - 1)
  return code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit
}
