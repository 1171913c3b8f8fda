import { isTeamIntent, type TeamChange } from '../../../contract/ledger/life/team.ts'
import type { LedgerRecord } from '../../../contract/ledger/record.ts'
import { campaignNumber, putCampaign, shownCampaign } from '../campaigns.ts'
import type { Writer } from '../connection.ts'
import { feedInUse, keepChange } from './base.ts'
import { showBelowPending } from './shown.ts'

const waits = "SELECT 1 AS one FROM outbox WHERE intent = ? AND state = 'waiting'"

/**
 * Brings a new record into what its feed knows and into what is shown. To be called before its intent leaves the outbox:
 * what this console asked for is shown already.
 */
export function recordTeam(writer: Writer, { intent, recordedAt }: LedgerRecord, change: TeamChange): void {
  if (!isTeamIntent(intent)) return
  keepChange(writer, feedInUse(writer), change, recordedAt)
  if (!writer.get(waits, intent.id)) showBelowPending(writer, intent, recordedAt)
  else if (change.campaign) takeTimes(writer, change.campaign)
}

/** Of the record: all consoles shall show the same. */
function takeTimes(writer: Writer, { id, createdAt, updatedAt }: NonNullable<TeamChange['campaign']>): void {
  const shown = shownCampaign(writer, id)
  if (shown) putCampaign(writer, campaignNumber(writer, id), { ...shown, createdAt, updatedAt })
}
