import type { Reader } from '../connection.ts'
import { newActivity } from '../../../contract/console/inbox.ts'

/** A source as the Inbox looks at it: what it does, what was done about it. Times are UTC milliseconds. */
export interface Candidate {
  readonly id: number
  readonly address: string
  readonly severity: number
  readonly mark: 'open' | 'done' | 'snoozed' | null
  readonly at: number | null
  readonly until: number | null
  /** One bit for each attack class known then. */
  readonly classes: number | null
  /** Why it is back. */
  readonly back: 'time' | 'graver' | 'proven' | 'class' | 'anew' | 'more' | null
  /** Its own ban is on its way or in force. */
  readonly banned: 0 | 1
}

/** How what was marked differs from what is known now; the first that fits is told. */
const back = `CASE a.mark
    WHEN 'snoozed' THEN iif(a.until <= @now, 'time', NULL)
    WHEN 'done' THEN CASE
      WHEN s.verdict < m.verdict THEN 'graver'
      WHEN s.proof > 0 AND m.proof = 0 THEN 'proven'
      WHEN EXISTS (SELECT 1 FROM source_kind x JOIN kind k ON k.id = x.kind
        WHERE x.source = s.id AND k.direction = 0 AND (m.classes >> k.class) & 1 = 0) THEN 'class'
      WHEN s.messages < m.messages THEN 'anew'
      WHEN s.messages - m.messages >= max(m.messages, ${newActivity}) THEN 'more'
    END
  END`

/** Verdicts up to `low`; an own row for each source, in the order of the index over verdicts. */
const candidates = `
  SELECT s.id, s.address, s.verdict AS severity, a.mark, a.at, a.until, m.classes, ${back} AS back,
    EXISTS (SELECT 1 FROM ban b WHERE b.address = s.address
      AND b.state IN ('proposed', 'approved', 'held', 'published')) AS banned
  FROM source s
    LEFT JOIN inbox_mark m ON m.subject = s.address
      AND m.act = (SELECT max(n.act) FROM inbox_mark n WHERE n.subject = s.address)
    LEFT JOIN inbox_act a ON a.id = m.act
  WHERE s.verdict <= 3 AND s.messages > 0
  ORDER BY s.verdict, s.messages DESC, s.id DESC LIMIT @most`

/** The worst sources first. @param now UTC milliseconds. */
export const inboxCandidates = (reader: Reader, now: number, most: number): readonly Candidate[] =>
  reader.all<Candidate>(candidates, { now, most })
