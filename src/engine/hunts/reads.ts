import type { HuntHit } from '../../contract/console/hunts.ts'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { parseFilter } from '../../filter/parse.ts'
import { goOn, type Reading } from '../readers/reading.ts'
import { cursorAfter, pageOf, readCursor } from '../store/cursor.ts'
import { eventsById } from '../store/events.ts'
import { huntHits, storedHunt, type HitPlace, type StoredHunt } from '../store/hunts.ts'
import { isFault } from '../store/raw/fault.ts'
import { rawOf } from '../store/raw/read.ts'
import { excerptAround, findersIn, firstPlace } from './excerpt.ts'

export const huntReads = (reading: Reading): Pick<ConsoleCallHandlers, 'hunt.hits'> => ({
  'hunt.hits': ({ id, cursor, limit }) => {
    const hunt = storedHunt(reading.reader, id)
    if (!hunt) throw new RpcError('not-found', 'this hunt was removed meanwhile')
    const places = huntHits(reading.reader, id, readCursor(cursor, 2), limit + 1)
    const place = ({ time, id: event }: HitPlace): string => cursorAfter(time, event)
    return pageOf(places, limit, place, (shown) => hitsOf(reading, hunt, shown))
  },
})

/** For finding matches again; of messages made against a pattern only the beginning is shown then. */
const mostMilliseconds = 500

function hitsOf(reading: Reading, hunt: StoredHunt, places: readonly HitPlace[]): readonly HuntHit[] {
  const ids = places.map(({ id }) => id)
  const { filter } = parseFilter(hunt.filter, { now: hunt.startedAt, zone: hunt.zone })
  const finders = filter ? findersIn(filter) : []
  const raw = rawOf(reading.reader, ids)
  const end = performance.now() + mostMilliseconds
  return eventsById(reading.reader, ids).map((row) => {
    goOn(reading)
    const wanted = performance.now() < end ? finders : []
    const stored = raw.get(row.id)
    const bytes = stored && !isFault(stored) ? stored : new Uint8Array()
    const match = firstPlace(bytes, wanted)
    return { ...row, excerpt: excerptAround(bytes, match), ...(match && { match: { from: match.from, to: match.to } }) }
  })
}
