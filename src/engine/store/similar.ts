import type { Reader } from './connection.ts'

/** Numbers of one source that are looked at, those dialled in most forms. */
const mostNumbers = 200
/** A number that more sources dialled says nothing about any of them; it also bounds the work. */
const mostSharing = 100

const sharing = `
  WITH own AS (
    SELECT number FROM source_number o WHERE o.source = @source AND (
      SELECT count(*) FROM (SELECT 1 FROM source_number n INDEXED BY source_number_sources
        WHERE n.number = o.number LIMIT ${mostSharing + 1})) <= ${mostSharing}
    ORDER BY o.forms DESC, o.number LIMIT ${mostNumbers}
  )
  SELECT x.source AS id, count(*) AS numbers
  FROM own CROSS JOIN source_number x INDEXED BY source_number_sources ON x.number = own.number
  WHERE x.source <> @source GROUP BY x.source ORDER BY numbers DESC, x.source DESC LIMIT @most`

/** Sources that dialled rare numbers which this one dialled too, with how many of these; most first. */
export const sharingNumbers = (
  reader: Reader,
  source: number,
  most: number,
): readonly { readonly id: number; readonly numbers: number }[] => reader.all(sharing, { source, most })
