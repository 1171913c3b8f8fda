import { randomUUID } from 'node:crypto'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { mostTeamSources } from '../../contract/ledger/intents/team.ts'
import type { RecordBody } from '../../contract/ledger/intent.ts'
import { campaign, campaignNumber, campaignUuid, membersAmong, type StoredCampaign } from '../store/campaigns.ts'
import { guardedWrite } from '../store/guarded.ts'
import { pieces } from '../store/team/pieces.ts'
import type { Workspace } from '../workspace.ts'
import { hostsOf } from './hosts.ts'
import { missing } from './missing.ts'

type CampaignHandlers = Pick<
  ConsoleCallHandlers,
  | 'campaign.create'
  | 'campaign.update'
  | 'campaign.addSources'
  | 'campaign.removeSources'
  | 'campaign.remove'
  | 'tags.forget'
>

/** Campaigns are the team's: every change is a record, shown at once, and taken back should the feed refuse it. */
export function campaignHandlers({ store, blacklist, changes }: Workspace): CampaignHandlers {
  const { writer } = store
  const uuidOf = (id: number): string => {
    const uuid = campaignUuid(writer, id)
    if (uuid === undefined) throw missing(id)
    return uuid
  }
  /** @returns those of the addresses that are in it, or that are not. */
  const among = (id: number, sources: readonly string[], inIt: boolean): readonly string[] => {
    const hosts = membersOf(sources)
    const members = membersAmong(writer, id, hosts)
    return hosts.filter((address) => members.has(address) === inIt)
  }

  return {
    'campaign.create': async ({ name, note, sources }) => {
      const subject = randomUUID()
      const hosts = membersOf(sources)
      await blacklist.actAll([
        { kind: 'campaign.created', subject, body: { name: name.toWellFormed(), note: note.toWellFormed() } },
        ...pieces(hosts, mostTeamSources).map((some) => ({
          ...{ kind: 'campaign.sources-added' as const, subject, body: { sources: [...some] } },
        })),
      ])
      return { id: campaignNumber(writer, subject) }
    },
    'campaign.update': async ({ id, name, note }) => {
      const subject = uuidOf(id)
      const body = changeOf(campaign(writer, id), { name: name?.toWellFormed(), note: note?.toWellFormed() })
      if (body) await blacklist.act('campaign.changed', subject, body)
    },
    'campaign.addSources': async ({ id, sources }) => {
      const subject = uuidOf(id)
      const added = among(id, sources, false)
      if (added.length > 0) await blacklist.act('campaign.sources-added', subject, { sources: [...added] })
      return { added }
    },
    'campaign.removeSources': async ({ id, sources }) => {
      const subject = uuidOf(id)
      const removed = among(id, sources, true)
      if (removed.length > 0) await blacklist.act('campaign.sources-removed', subject, { sources: [...removed] })
      return { removed }
    },
    'campaign.remove': async ({ id }) => {
      await blacklist.act('campaign.removed', uuidOf(id), {})
    },
    'tags.forget': ({ subjects }) => {
      guardedWrite(store, () =>
        writer.transaction(() => subjects.forEach((subject) => blacklist.queue.discard(subject))),
      )
      changes.publish('labels')
    },
  }
}

const membersOf = (sources: readonly string[]): readonly string[] =>
  hostsOf(sources, 'a campaign holds single addresses')

interface Texts {
  readonly name?: string | undefined
  readonly note?: string | undefined
}

/** @returns `undefined` when that is what the campaign says already. */
function changeOf(
  before: StoredCampaign | undefined,
  { name, note }: Texts,
): RecordBody<'campaign.changed'> | undefined {
  const change = {
    ...(name === undefined || name === before?.name ? {} : { name }),
    ...(note === undefined || note === before?.note ? {} : { note }),
  }
  return Object.keys(change).length > 0 ? change : undefined
}
