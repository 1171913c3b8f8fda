import type { Hunt } from '../../contract/console/hunts.ts'
import { echoOf } from '../../filter/echo/echo.ts'
import type { FieldName } from '../../filter/fields.ts'
import { parseFilter } from '../../filter/parse.ts'
import type { StoredHunt } from '../store/hunts.ts'

/** What bare words were taken for when the hunt was planned. */
export type Words = ReadonlyMap<string, FieldName>

/** With what it meant when it was started. */
export function shownHunt({ zone, ...hunt }: StoredHunt, words?: Words): Hunt {
  const clock = { now: hunt.startedAt, zone }
  const { filter } = parseFilter(hunt.filter, clock)
  return { ...hunt, echo: filter ? echoOf(filter, { ...clock, wordIs: (text) => words?.get(text) }) : hunt.filter }
}
