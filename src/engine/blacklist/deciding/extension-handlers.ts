import type { ConsoleCallHandlers } from '../../../contract/console/index.ts'
import type { RecordBody } from '../../../contract/ledger/intent.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { LedgerReader } from '../../store/ledger-mirror.ts'
import type { Workspace } from '../../workspace.ts'
import { draftExtension } from './extension.ts'

type ExtensionHandlers = Pick<
  ConsoleCallHandlers,
  'ban.extend' | 'ban.approveExtension' | 'ban.rejectExtension' | 'ban.withdrawExtension'
>

export function extensionHandlers(workspace: Workspace): ExtensionHandlers {
  const { blacklist } = workspace
  const extended = (id: string): string => {
    const ban = blacklist.ledger.ban(id)
    if (!ban) throw new RpcError('not-found', `there is no ban ${id}`)
    if (!ban.extension) throw new RpcError('conflict', `nobody has proposed more time for ${ban.proposal.address}`)
    return id
  }
  return {
    'ban.extend': ({ id, reason, duration }) => {
      const { messages, dialogs, sensors, evidence } = draftExtension(id, workspace.reading())
      return blacklist.act('ban.extension-proposed', id, {
        ...{ reason, duration, counts: { messages, dialogs, sensors } },
        evidence: evidence.map(({ time, sensor, sha256, summary, role }) => ({ time, sensor, sha256, summary, role })),
      })
    },
    'ban.approveExtension': ({ id }) =>
      blacklist.act('ban.extension-approved', extended(id), extensionShown(blacklist.ledger, id)),
    'ban.rejectExtension': ({ id, reason }) => blacklist.act('ban.extension-rejected', extended(id), { reason }),
    'ban.withdrawExtension': ({ id }) => blacklist.act('ban.extension-withdrawn', extended(id), {}),
  }
}

/** Bound to what is shown here: an approval fits no later proposal. */
function extensionShown(ledger: LedgerReader, id: string): RecordBody<'ban.extension-approved'> {
  const proposed = ledger.recordsAbout(id).findLast(({ intent }) => intent.kind === 'ban.extension-proposed')
  return proposed ? { proposal: proposed.hash } : {}
}
