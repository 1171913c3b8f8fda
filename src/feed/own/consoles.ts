import type { ConsoleRows, StoredConsole } from '../ledger/consoles.ts'
import { placeOf } from './place.ts'

/** Where the consoles of the team are, and their sensors: as each said last, signed with its key. */
export interface Consoles {
  /**
   * @param peer where the request came from
   * @param sensors as the console names them; what is no public host is left out
   * @throws Refusal `storage`
   */
  note(key: string, peer: string | undefined, sensors: readonly string[], now: number): void
  /** The same object until somebody says something else. */
  all(): readonly StoredConsole[]
}

export function createConsoles(rows: ConsoleRows): Consoles {
  let known: readonly StoredConsole[] = rows.all()
  return {
    note(key, peer, sensors, at) {
      const hosts = [...new Set(sensors.flatMap((sensor) => placeOf(sensor) ?? []))]
      const said: StoredConsole = { key, address: placeOf(peer) ?? null, sensors: hosts, at }
      rows.put(said)
      known = [...known.filter((each) => each.key !== key), said]
    },
    all: () => known,
  }
}
