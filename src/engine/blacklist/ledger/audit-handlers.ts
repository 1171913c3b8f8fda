import type { ConsoleCallHandlers } from '../../../contract/console/index.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { JobProgress } from '../../jobs/jobs.ts'
import type { Workspace } from '../../workspace.ts'
import type { Blacklist } from '../blacklist.ts'

export const auditHandlers = ({ blacklist, jobs }: Workspace): Pick<ConsoleCallHandlers, 'ledger.verify'> => ({
  'ledger.verify': () => {
    if (jobs.running('ledger-check')) throw new RpcError('conflict', 'the ledger is being verified already')
    const total = blacklist.ledger.end()?.seq ?? 0
    const { id: job } = jobs.start({
      ...{ kind: 'ledger-check', title: 'Verifying the ledger', unit: 'records', total },
      work: (progress) => verify(blacklist, progress),
    })
    return { job }
  },
})

async function verify(blacklist: Blacklist, { signal, report }: JobProgress): Promise<string> {
  const { ledger } = blacklist
  const feed = ledger.feedKey()
  let checked = 0
  const fault = await blacklist.verify(signal, (seq) => report((checked = seq)))
  if (signal.aborted) throw new RpcError('cancelled', `stopped after ${checked} records, all of them whole`)
  if (ledger.feedKey() !== feed) throw new RpcError('conflict', 'another feed is followed now: verify its ledger')
  if (fault !== undefined) throw new RpcError('unavailable', fault)
  const end = ledger.end()?.hash
  if (checked === 0 || end === undefined) return 'Nothing was recorded yet.'
  return `${checked} records: each hash, each link to the record before and each signature holds. The last hash is ${end}.`
}
