import { randomUUID } from 'node:crypto'
import { addCampaignSources, campaignNumber, putCampaign } from '../../src/engine/store/campaigns.ts'
import type { Writer } from '../../src/engine/store/connection.ts'

/** A campaign as one that is shown. @param at UTC milliseconds. @returns its number. */
export function storedCampaign(writer: Writer, name: string, sources: readonly string[] = [], at = 1): number {
  const id = campaignNumber(writer, randomUUID())
  putCampaign(writer, id, { name, note: '', createdAt: at, updatedAt: at })
  addCampaignSources(writer, id, sources, at)
  return id
}
