import type { Reader } from '../connection.ts'

export interface KnownSource {
  readonly id: number
  readonly address: string
}

export const allSources = (reader: Reader): readonly KnownSource[] =>
  reader.all<KnownSource>('SELECT id, address FROM source ORDER BY id')

/** Ids are given in the order of arrival. */
export const lastEvent = (reader: Reader): number =>
  reader.get<{ id: number | null }>('SELECT max(id) AS id FROM event')?.id ?? 0

/** Sources of what arrived behind one event, up to another. */
export const sourcesBetween = (reader: Reader, after: number, to: number): ReadonlySet<number> =>
  new Set(
    reader
      .all<{ source: number }>('SELECT DISTINCT source FROM event WHERE id > ? AND id <= ?', after, to)
      .map(({ source }) => source),
  )
