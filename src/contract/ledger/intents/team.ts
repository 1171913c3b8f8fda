import { z } from 'zod'
import { isHost, parseNetwork } from '../address.ts'
import { instant } from './fields.ts'

/** One word in small letters. */
export const labelPattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u
const label = z
  .string()
  .regex(labelPattern)
  .refine((text) => text === text.toLowerCase(), 'a label is written in small letters')
const labels = z.array(label).max(20)

/** Sources that one record may be about. */
export const mostTeamSources = 500
/** Single addresses in their one spelling, or two consoles would mean the same by different records. */
const source = z.string().max(64).refine(isCanonicalHost, 'not a single address in its canonical form')
const sources = z.array(source).min(1).max(mostTeamSources)

export const mostCampaignName = 120
export const mostCampaignNote = 20_000
const name = z.string().trim().min(1).max(mostCampaignName)
const note = z.string().max(mostCampaignNote)

/** What a team writes down of attackers; nothing here changes what is listed. */
export const teamKinds = {
  /** Subject: an id of the change's own. */
  'label.changed': z
    .object({ add: labels, remove: labels, sources })
    .refine(({ add, remove }) => add.length + remove.length > 0, 'changes nothing'),
  /** Subject, as in all below: the campaign, a UUID. */
  'campaign.created': z.object({
    name,
    note: note.optional(),
    /** When it was begun, where that was in a console before its feed knew of it. */
    since: instant.optional(),
  }),
  'campaign.changed': z
    .object({ name: name.optional(), note: note.optional() })
    .refine((change) => change.name !== undefined || change.note !== undefined, 'changes nothing'),
  'campaign.sources-added': z.object({ sources }),
  'campaign.sources-removed': z.object({ sources }),
  'campaign.removed': z.object({}),
}

function isCanonicalHost(text: string): boolean {
  const network = parseNetwork(text)
  return network !== undefined && isHost(network) && network.text === text
}
