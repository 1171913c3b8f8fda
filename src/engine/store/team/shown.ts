import { teamChange, type CampaignLife, type TeamIntent } from '../../../contract/ledger/life/team.ts'
import {
  addCampaignSources,
  campaignNumber,
  putCampaign,
  removeCampaign,
  removeCampaignSources,
  shownCampaign,
} from '../campaigns.ts'
import type { Writer } from '../connection.ts'
import { changeLabels } from '../labels.ts'
import { feedInUse, noFeed } from './base.ts'
import { pendingAbout, pendingLabels, pendingTeam } from './pending.ts'

/** Makes the screens show what `intent` does. @param at UTC milliseconds. */
export function show(writer: Writer, intent: TeamIntent, at: number): void {
  const change = teamChange(shownCampaign(writer, intent.subject), intent, at)
  if (change?.labels) changeLabels(writer, change.labels.sources, change.labels, at)
  if (!change?.campaign) return
  const number = campaignNumber(writer, intent.subject)
  showLife(writer, number, change.campaign)
  if (change.sources) {
    addCampaignSources(writer, number, change.sources.add, at)
    removeCampaignSources(writer, number, change.sources.remove)
  }
}

export function showLife(writer: Writer, number: number, life: CampaignLife): void {
  if (life.state === 'removed') removeCampaign(writer, number)
  else putCampaign(writer, number, life)
}

/** What somebody else did goes below what this console still asks for: that will be recorded behind it. */
export function showBelowPending(writer: Writer, intent: TeamIntent, at: number): void {
  show(writer, intent, at)
  const pending = intent.kind === 'label.changed' ? pendingLabels(writer) : pendingAbout(writer, intent.subject)
  for (const each of pending) show(writer, each, each.time)
}

/** Takes back what an intent showed that is not waiting any more. */
export function unshow(writer: Writer, intent: TeamIntent): void {
  if (intent.kind === 'label.changed') unshowLabels(writer, intent)
  else unshowCampaign(writer, intent.subject)
}

type LabelIntent = Extract<TeamIntent, { kind: 'label.changed' }>

const recordedLabel = `INSERT OR IGNORE INTO label (address, text, added_at)
  SELECT address, text, changed_at FROM team_label WHERE feed IN (?, '${noFeed}') AND address = ? AND text = ? AND worn = 1`

function unshowLabels(writer: Writer, { body: { sources, add, remove }, time }: LabelIntent): void {
  const feed = feedInUse(writer)
  const words = [...new Set([...add, ...remove])]
  changeLabels(writer, sources, { add: [], remove: words }, time)
  for (const address of sources) for (const text of words) writer.run(recordedLabel, feed, address, text)
  for (const each of pendingLabels(writer)) show(writer, each, each.time)
}

function unshowCampaign(writer: Writer, uuid: string): void {
  removeCampaign(writer, campaignNumber(writer, uuid))
  showRecordedCampaigns(writer, uuid)
  for (const each of pendingAbout(writer, uuid)) show(writer, each, each.time)
}

const openCampaigns = `SELECT n.id, t.life ->> 'name', t.life ->> 'note', t.life ->> 'createdAt', t.life ->> 'updatedAt'
  FROM team_campaign t JOIN campaign_number n ON n.uuid = t.uuid
  WHERE t.feed IN (@feed, '${noFeed}') AND (@uuid IS NULL OR t.uuid = @uuid) AND t.life ->> 'state' = 'open'`
const showCampaigns = `INSERT OR IGNORE INTO campaign (id, name, note, created_at, updated_at) ${openCampaigns}`
const showSources = `INSERT OR IGNORE INTO campaign_source (campaign, address, added_at)
  SELECT c.id, s.address, s.changed_at FROM team_campaign_source s
    JOIN campaign_number n ON n.uuid = s.uuid JOIN campaign c ON c.id = n.id
  WHERE s.feed IN (@feed, '${noFeed}') AND (@uuid IS NULL OR s.uuid = @uuid) AND s.held = 1`

/** @param uuid all of them where `null`. */
function showRecordedCampaigns(writer: Writer, uuid: string | null): void {
  const of = { feed: feedInUse(writer), uuid }
  writer.run(showCampaigns, of)
  writer.run(showSources, of)
}

/** Shows what the feed in use knows, and what waits for it, whatever was shown before. */
export function showAnew(writer: Writer): void {
  writer.run('DELETE FROM label')
  writer.run('DELETE FROM campaign')
  writer.run(
    `INSERT OR IGNORE INTO label (address, text, added_at)
      SELECT address, text, changed_at FROM team_label WHERE feed IN (?, '${noFeed}') AND worn = 1`,
    feedInUse(writer),
  )
  showRecordedCampaigns(writer, null)
  for (const each of pendingTeam(writer)) show(writer, each, each.time)
}
