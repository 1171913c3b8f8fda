import type { SignedIntent } from '../../../contract/ledger/intent.ts'
import { isTeamIntent, type TeamIntent } from '../../../contract/ledger/life/team.ts'
import type { Reader } from '../connection.ts'

const waiting = "SELECT signed FROM outbox WHERE state = 'waiting'"

/** Changes of labels on their way to the feed, in their order. */
export const pendingLabels = (reader: Reader): readonly TeamIntent[] =>
  read(reader.all(`${waiting} AND kind = 'label.changed' ORDER BY position`))

/** What is on its way about one campaign, in its order. */
export const pendingAbout = (reader: Reader, uuid: string): readonly TeamIntent[] =>
  read(reader.all(`${waiting} AND subject = ? AND kind GLOB 'campaign.*' ORDER BY position`, uuid))

export const pendingTeam = (reader: Reader): readonly TeamIntent[] =>
  read(reader.all(`${waiting} AND (kind GLOB 'label.*' OR kind GLOB 'campaign.*') ORDER BY position`))

interface Row {
  readonly signed: string
}

function read(rows: readonly Row[]): readonly TeamIntent[] {
  return rows.flatMap(({ signed }) => {
    const { intent } = JSON.parse(signed) as SignedIntent
    return isTeamIntent(intent) ? [intent] : []
  })
}

const aside = 'SELECT signed FROM outbox_aside WHERE feed = ? ORDER BY position'

/** What was on its way to a feed that is not followed now. */
export const asidePending = (reader: Reader, feed: string): readonly TeamIntent[] => read(reader.all(aside, feed))
