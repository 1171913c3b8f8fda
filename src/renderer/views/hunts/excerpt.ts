import type { HuntHit } from '../../../contract/console/hunts.ts'
import { visibleSegments, type Segment } from '../../../sip/text/visible.ts'

export interface ExcerptPart {
  readonly marked: boolean
  readonly segments: readonly Segment[]
}

/** Characters before the match that a row shows: the match itself must be in sight. */
const mostBefore = 24

/** An excerpt before, within and behind the match, with all that acts as escapes. Empty parts are left out. */
export function excerptParts({ text, from, to }: HuntHit['excerpt']): readonly ExcerptPart[] {
  const begin = Math.max(0, Math.min(from, text.length))
  const end = Math.max(begin, Math.min(to, text.length))
  const part = (slice: string, marked: boolean): ExcerptPart => ({ marked, segments: visibleSegments(slice) })
  const cut = Math.max(0, begin - mostBefore)
  const lead = part(`${cut > 0 ? '…' : ''}${text.slice(cut, begin)}`, false)
  return [lead, part(text.slice(begin, end), true), part(text.slice(end), false)].filter(
    ({ segments }) => segments.length > 0,
  )
}
