import type { Decided } from '../../../contract/console/audit.ts'
import type { ConsoleCallHandlers } from '../../../contract/console/index.ts'
import { mostUnreviewed } from '../../../contract/ledger/review.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { JobProgress } from '../../jobs/jobs.ts'
import type { Workspace } from '../../workspace.ts'
import { approvalOf } from '../handlers.ts'

type DecideHandlers = Pick<ConsoleCallHandlers, 'bans.decide' | 'bans.decided'>

interface Bulk {
  readonly act: Decided['act']
  readonly ids: readonly string[]
  readonly reason?: string | undefined
}

type Progress = { -readonly [Name in keyof Decided]: Decided[Name] }

/** Bulks whose outcome can still be asked for. */
const kept = 20

/** Many decisions in one act. Each is judged by the feed alone, exactly as if it had been made by itself. */
export function decideHandlers(workspace: Workspace): DecideHandlers {
  const outcomes = new Map<number, Progress>()
  return {
    'bans.decide': ({ act, ids, reason, confirmation }) => {
      const bulk = { act, ids: [...new Set(ids)], reason }
      requireCount(bulk.ids.length, confirmation)
      const outcome: Progress = {
        ...{ act, total: bulk.ids.length, done: 0, recorded: 0, queued: 0, refused: [], state: 'running' },
      }
      const { id: job, ended } = workspace.jobs.start({
        kind: 'decisions',
        title: { approve: 'Approving bans', reject: 'Rejecting bans', revoke: 'Revoking bans' }[act],
        ...{ unit: 'bans', total: bulk.ids.length },
        work: (progress) => decideAll(bulk, outcome, workspace, progress),
      })
      void ended.then(({ state }) => (outcome.state = state))
      outcomes.set(job, outcome)
      for (const old of [...outcomes.keys()].slice(0, -kept)) outcomes.delete(old)
      return { job }
    },
    'bans.decided': ({ job }) => {
      const outcome = outcomes.get(job)
      if (outcome) return { ...outcome, refused: [...outcome.refused] }
      throw new RpcError('not-found', 'nothing is known of this bulk any more')
    },
  }
}

function requireCount(count: number, confirmation: string | undefined): void {
  if (count <= mostUnreviewed || confirmation?.trim() === String(count)) return
  throw new RpcError('refused', `type ${count} to decide on so many at once`, 'confirmation')
}

async function decideAll(
  { act, ids, reason = '' }: Bulk,
  outcome: Progress,
  { blacklist }: Workspace,
  { signal, report }: JobProgress,
): Promise<string> {
  const { ledger } = blacklist
  const decide = (id: string): Promise<{ queued: boolean }> =>
    act === 'approve'
      ? blacklist.act('ban.approved', id, approvalOf(ledger, id))
      : blacklist.act(act === 'reject' ? 'ban.rejected' : 'ban.revoked', id, { reason })
  for (const id of ids) {
    if (signal.aborted) throw new RpcError('cancelled', `stopped; ${wordsOf(outcome)}`)
    try {
      const { queued } = await decide(known(id, blacklist.ledger.ban(id) !== undefined))
      if (queued) outcome.queued += 1
      else outcome.recorded += 1
    } catch (error) {
      if (!(error instanceof RpcError) || (error.code !== 'refused' && error.code !== 'not-found')) throw error
      const address = ledger.ban(id)?.proposal.address ?? id
      outcome.refused = [...outcome.refused, { id, address, message: error.message }]
    }
    outcome.done += 1
    report(outcome.done)
  }
  return `${wordsOf(outcome)}.`
}

function known(id: string, isKnown: boolean): string {
  if (isKnown) return id
  throw new RpcError('not-found', 'there is no such ban')
}

function wordsOf({ act, total, recorded, queued, refused }: Decided): string {
  const done = `${recorded} of ${total} bans ${{ approve: 'approved', reject: 'rejected', revoke: 'revoked' }[act]}`
  const waiting = queued > 0 ? `, ${queued} wait for the feed` : ''
  return `${done}${waiting}${refused.length > 0 ? `, ${refused.length} refused` : ''}`
}
