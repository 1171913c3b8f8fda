/** Where the rows of a list lie that are in sight. All rows are equally high. Pixels. */
export interface WindowFacts {
  readonly length: number
  readonly rowHeight: number
  /** Of the sticky header above the rows. */
  readonly headerHeight: number
  /** Height of the scrolling box. */
  readonly viewport: number
}

/** Where a list is scrolled to. */
export interface ScrollPlace {
  /** Of the scrolling box. */
  readonly scrollTop: number
  /** How much further the rows are than the box, in a list too long to be laid out; else 0. */
  readonly shift: number
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

/**
 * Browsers reckon places on screen with floats of 24 bits: above some 8 million pixels rows would lie beside each other
 * by halves, and above 2^25 not at all. A longer list moves by itself under a box of this height.
 */
export const mostHeight = 4_000_000
/** Rows drawn beyond each edge, so that a turn of the wheel finds them. */
export const overscan = 6
/** Screens that a wheel or a key moves at once; whatever moves more is a drag of the scroll bar. */
const mostScreens = 2

const between = (least: number, value: number, most: number): number => Math.max(least, Math.min(most, value))
const fullHeight = ({ length, rowHeight, headerHeight }: WindowFacts): number => headerHeight + length * rowHeight
const mostShift = (facts: WindowFacts): number => Math.max(0, fullHeight(facts) - mostHeight)
const mostScroll = (facts: WindowFacts): number => Math.max(0, Math.min(mostHeight, fullHeight(facts)) - facts.viewport)

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

/** Which rows are in sight, and where they lie. */
export function windowOf(facts: WindowFacts, { scrollTop, shift }: ScrollPlace): RowWindow {
  const { length, rowHeight, headerHeight, viewport } = facts
  const moved = between(0, shift, mostShift(facts))
  const top = scrollTop + moved
  const firstSeen = between(0, Math.floor(top / rowHeight), length)
  const lastSeen = between(firstSeen, Math.ceil((top + viewport - headerHeight) / rowHeight), length)
  return {
    ...{ firstSeen, lastSeen },
    from: Math.max(0, firstSeen - overscan),
    to: Math.min(length, lastSeen + overscan),
    height: Math.min(mostHeight, fullHeight(facts)),
    origin: headerHeight - moved,
  }
}

/** Where the list is after its box was scrolled: by rows for a wheel or a key, by its share for the scroll bar. */
export function scrolled(facts: WindowFacts, before: ScrollPlace, scrollTop: number): ScrollPlace {
  const [shiftEnd, scrollEnd] = [mostShift(facts), mostScroll(facts)]
  if (shiftEnd === 0 || scrollTop <= 0) return { scrollTop, shift: 0 }
  // A pixel may be lost to rounding where the page is zoomed.
  if (scrollTop >= scrollEnd - 1) return { scrollTop, shift: shiftEnd }
  const isNear = Math.abs(scrollTop - before.scrollTop) <= mostScreens * facts.viewport
  const shift = isNear ? before.shift : shiftAt(facts, scrollTop)
  return { scrollTop, shift: between(0, shift, shiftEnd) }
}

/** At both ends of the scroll bar rows move as it does, for so many pixels: no turn of the wheel passes any. */
const marginOf = (facts: WindowFacts): number => Math.min(mostScroll(facts) / 4, 64 * facts.viewport)

function shiftAt(facts: WindowFacts, scrollTop: number): number {
  const [margin, end] = [marginOf(facts), mostScroll(facts)]
  return Math.round(between(0, (scrollTop - margin) / (end - 2 * margin), 1) * mostShift(facts))
}

/**
 * The same rows, with the scroll bar near where their share of the list is: so that there is room to scroll on both
 * sides. Moving it means that every row is painted anew, so near is near enough, but for both ends.
 */
export function settled(facts: WindowFacts, place: ScrollPlace): ScrollPlace {
  const exact = placeAt(facts, place.scrollTop + place.shift)
  const isNear = Math.abs(exact.scrollTop - place.scrollTop) <= marginOf(facts) / 2
  const isBetween = exact.shift > 0 && Math.max(exact.shift, place.shift) < mostShift(facts)
  return isNear && isBetween ? place : exact
}

/** The place of the scroll bar for rows that begin at `top`; `shiftAt` the other way round. */
function placeAt(facts: WindowFacts, top: number): ScrollPlace {
  if (mostShift(facts) === 0) return { scrollTop: Math.max(0, top), shift: 0 }
  const [margin, end, shiftEnd] = [marginOf(facts), mostScroll(facts), mostShift(facts)]
  const wanted = between(0, top, end + shiftEnd)
  const share = between(0, (wanted - margin) / (end + shiftEnd - 2 * margin), 1)
  const shift = Math.round(share * shiftEnd)
  return { scrollTop: wanted - shift, shift }
}

/** Where to scroll so that a row is in sight; the same place when it is already. */
export function revealed(facts: WindowFacts, place: ScrollPlace, index: number): ScrollPlace {
  const { rowHeight, headerHeight, viewport } = facts
  const [top, bottom] = [index * rowHeight, (index + 1) * rowHeight]
  const seenFrom = place.scrollTop + place.shift
  const room = viewport - headerHeight
  if (top >= seenFrom && bottom <= seenFrom + room) return place
  const wanted = top < seenFrom ? top : bottom - room
  return settled(facts, { scrollTop: wanted - place.shift, shift: place.shift })
}

/**
 * The element for each row on screen: rows that stay keep theirs, and what others leave is used again. Making one costs
 * many times what it takes to fill it.
 */
export function elementsFor<Name>(
  names: readonly Name[],
  before: ReadonlyMap<Name, number> | undefined,
): ReadonlyMap<Name, number> {
  const kept = new Set(names.map((name) => before?.get(name)))
  let free = 0
  const next = (): number => {
    while (kept.has(free)) free += 1
    return free++
  }
  return new Map(names.map((name) => [name, before?.get(name) ?? next()]))
}
