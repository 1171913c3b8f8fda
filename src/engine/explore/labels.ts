import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { isHost } from '../../contract/ledger/address.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { requireNetwork } from '../blacklist/draft.ts'
import { guardedWrite } from '../store/guarded.ts'
import { changeLabels } from '../store/labels.ts'
import type { Workspace } from '../workspace.ts'

/** Labels are hung on addresses, so that one may wear its label before its first message. */
export const labelHandlers = ({ store, changes, now }: Workspace): Pick<ConsoleCallHandlers, 'labels.change'> => ({
  'labels.change': ({ sources, add, remove }) => {
    const addresses = [...new Set(sources.map(hostText))]
    const changed = guardedWrite(store, () => changeLabels(store.writer, addresses, { add, remove }, now()))
    if (changed > 0) changes.publish('labels')
    return { changed }
  },
})

function hostText(text: string): string {
  const network = requireNetwork(text)
  if (isHost(network)) return network.text
  throw new RpcError('bad-request', `${network.text} is a range; labels are for single addresses`)
}
