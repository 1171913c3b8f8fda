import type { Reader } from '../connection.ts'

/** A campaign and its sources, or those that were taken out of it. */
export interface Membership {
  readonly campaign: number
  readonly address: string
}

export const members = (reader: Reader): readonly Membership[] =>
  reader.all<Membership>('SELECT campaign, address FROM campaign_source ORDER BY campaign, address')

/** Whoever took a source out of a campaign that still is one, of the team or here, does not want it in there. */
export const takenOut = (reader: Reader): readonly Membership[] =>
  reader.all<Membership>(`
    SELECT DISTINCT c.id AS campaign, t.address
    FROM team_campaign_source t JOIN campaign_number n ON n.uuid = t.uuid JOIN campaign c ON c.id = n.id
    WHERE t.held = 0
      AND NOT EXISTS (SELECT 1 FROM campaign_source s WHERE s.campaign = c.id AND s.address = t.address)
    ORDER BY 1, 2`)
