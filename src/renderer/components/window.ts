/** Where the rows of a list lie that are in sight. All rows are equally high. Pixels. */
export interface WindowFacts {
  readonly length: number
  readonly rowHeight: number
  /** Of the sticky header above the rows. */
  readonly headerHeight: number
  readonly scrollTop: number
  /** Height of the scrolling box. */
  readonly viewport: number
}

export interface RowWindow {
  /** Rows to be drawn, half-open. */
  readonly from: number
  readonly to: number
  /** Rows that can really be seen, half-open. */
  readonly firstSeen: number
  readonly lastSeen: number
  /** Height of all content with its header. */
  readonly height: number
  /** Distance of the row 0 from the top of the content; far above it in a list too long to be laid out. */
  readonly origin: number
}

/** Distance of a row from the top of the content. */
export const topOf = ({ origin }: RowWindow, index: number, rowHeight: number): number => origin + index * rowHeight

/** Whether nothing is to be drawn anew: most turns of the wheel move no row in or out. */
export const isSameWindow = (a: RowWindow, b: RowWindow): boolean =>
  a.from === b.from &&
  a.to === b.to &&
  a.firstSeen === b.firstSeen &&
  a.lastSeen === b.lastSeen &&
  a.height === b.height &&
  a.origin === b.origin

/** Browsers lay out no element higher than 2^25 pixels; a longer list scrolls by more than the scroll bar says. */
export const mostHeight = 30_000_000
/** Rows drawn beyond each edge, so that a turn of the wheel finds them. */
export const overscan = 6

const between = (least: number, value: number, most: number): number => Math.max(least, Math.min(most, value))

/** How far the rows are shifted against their place in the full height; 0 while that fits. */
function shiftOf({ length, rowHeight, headerHeight, scrollTop, viewport }: WindowFacts): number {
  const full = headerHeight + length * rowHeight
  if (full <= mostHeight) return 0
  const share = between(0, scrollTop / Math.max(1, mostHeight - viewport), 1)
  return Math.round(share * (full - mostHeight))
}

/** Which rows are in sight, and where they lie. */
export function windowOf(facts: WindowFacts): RowWindow {
  const { length, rowHeight, headerHeight, scrollTop, viewport } = facts
  const shift = shiftOf(facts)
  const firstSeen = between(0, Math.floor((scrollTop + shift) / rowHeight), length)
  const lastSeen = between(firstSeen, Math.ceil((scrollTop + shift + viewport - headerHeight) / rowHeight), length)
  return {
    ...{ firstSeen, lastSeen },
    from: Math.max(0, firstSeen - overscan),
    to: Math.min(length, lastSeen + overscan),
    height: Math.min(mostHeight, headerHeight + length * rowHeight),
    origin: headerHeight - shift,
  }
}

/** Where to scroll so that a row is in sight; the place itself when it is already. */
export function scrollTo(index: number, facts: WindowFacts): number {
  const { length, rowHeight, headerHeight, scrollTop, viewport } = facts
  const shift = shiftOf(facts)
  const full = headerHeight + length * rowHeight
  const [top, bottom] = [index * rowHeight, (index + 1) * rowHeight]
  const [seenFrom, seenTo] = [scrollTop + shift, scrollTop + shift + viewport - headerHeight]
  if (top >= seenFrom && bottom <= seenTo) return scrollTop
  const wanted = top < seenFrom ? top : bottom - (viewport - headerHeight)
  if (full <= mostHeight) return Math.max(0, wanted)
  // Beyond the limit the scroll bar and the rows move at different speeds.
  return between(0, (wanted * (mostHeight - viewport)) / (full - viewport), mostHeight - viewport)
}
