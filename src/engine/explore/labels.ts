import { randomUUID } from 'node:crypto'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { mostTeamSources } from '../../contract/ledger/intents/team.ts'
import { hostsOf } from '../campaigns/hosts.ts'
import { wouldChange } from '../store/labels.ts'
import { pieces } from '../store/team/pieces.ts'
import type { Workspace } from '../workspace.ts'

/**
 * Labels are hung on addresses, so that one may wear its label before its first message. They are the team's: a change is
 * a record, shown at once, and taken back should the feed refuse it.
 */
export const labelHandlers = ({ store, blacklist }: Workspace): Pick<ConsoleCallHandlers, 'labels.change'> => ({
  'labels.change': async ({ sources, add, remove }) => {
    const addresses = hostsOf(sources, 'labels are for single addresses')
    const changed = wouldChange(store.writer, addresses, { add, remove })
    const steps = pieces(changed, mostTeamSources).map((some) => ({
      kind: 'label.changed' as const,
      subject: randomUUID(),
      body: { add, remove, sources: [...some] },
    }))
    const { queued } = steps.length > 0 ? await blacklist.actAll(steps) : { queued: false }
    return { changed: changed.length, queued }
  },
})
