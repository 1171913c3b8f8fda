import type { CampaignLife, TeamChange } from '../../../contract/ledger/life/team.ts'
import type { Reader, Writer } from '../connection.ts'

/** What belongs to no feed yet. */
export const noFeed = ''

/** The feed whose ledger is held; `noFeed` while there was none. */
export const feedInUse = (reader: Reader): string =>
  reader.get<{ key: string }>('SELECT key FROM ledger_feed')?.key ?? noFeed

/** A campaign as the records of `feed` left it, removed ones too. */
export function recordedCampaign(reader: Reader, feed: string, uuid: string): CampaignLife | undefined {
  const sql = 'SELECT life FROM team_campaign WHERE feed = ? AND uuid = ?'
  const row = reader.get<{ life: string }>(sql, feed, uuid)
  return row && (JSON.parse(row.life) as CampaignLife)
}

const putLabel = `INSERT INTO team_label (feed, address, text, changed_at, worn) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET changed_at = excluded.changed_at, worn = excluded.worn`
const putCampaign = `INSERT INTO team_campaign (feed, uuid, life) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET life = excluded.life`
const putSource = `INSERT INTO team_campaign_source (feed, uuid, address, changed_at, held) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET changed_at = excluded.changed_at, held = excluded.held`

/** Adds a record to what those of `feed` amount to. @param at UTC milliseconds. */
export function keepChange(writer: Writer, feed: string, { labels, campaign, sources }: TeamChange, at: number): void {
  for (const address of labels?.sources ?? []) {
    for (const text of labels?.add ?? []) writer.run(putLabel, feed, address, text, at, 1)
    for (const text of labels?.remove ?? []) writer.run(putLabel, feed, address, text, at, 0)
  }
  if (!campaign) return
  writer.run(putCampaign, feed, campaign.id, JSON.stringify(campaign))
  for (const address of sources?.add ?? []) writer.run(putSource, feed, campaign.id, address, at, 1)
  for (const address of sources?.remove ?? []) writer.run(putSource, feed, campaign.id, address, at, 0)
}
