import { randomUUID } from 'node:crypto'
import type { BanDraft } from '../../../contract/console/bans.ts'
import { parseNetwork } from '../../../contract/ledger/address.ts'
import type { RecordBody } from '../../../contract/ledger/intent.ts'
import { isConfirmed } from '../../../contract/ledger/review.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { Workspace } from '../../workspace.ts'
import { ledgerEvidence } from './evidence.ts'

export interface Proposal {
  readonly reason: string
  /** Milliseconds. */
  readonly duration: number
  /** As typed. */
  readonly confirmation?: string | undefined
}

/** @throws RpcError `refused` with what forbids it, or `confirmation` where the address must be typed. */
export async function propose(
  { address, ...proposal }: Proposal & { readonly address: string },
  workspace: Workspace,
  signal: AbortSignal,
): Promise<{ id: string; queued: boolean }> {
  const { readers, blacklist } = workspace
  const draft = (await readers.ask('ban.draft', { address }, { live: workspace.live(), signal })) as BanDraft
  const body = proposalOf(draft, proposal)
  const id = randomUUID()
  return { id, ...(await blacklist.act('ban.proposed', id, body)) }
}

/**
 * What is signed, from what was drafted.
 * @param bulk how many are proposed in the same act, where it is more than one; what is typed is then their number
 * @throws RpcError `refused` as the feed would, for reasons that this console knows of.
 */
export function proposalOf(draft: BanDraft, proposal: Proposal, bulk?: number): RecordBody<'ban.proposed'> {
  const { address, proof, messages, dialogs, sensors, verdict, seen } = draft
  const refusal = draft.refusals[0]
  if (refusal) throw new RpcError('refused', refusal.message, refusal.code)
  const typed = canonical(proposal.confirmation)
  const body: RecordBody<'ban.proposed'> = {
    ...{ address, reason: proposal.reason.toWellFormed(), duration: proposal.duration, proof, seen },
    counts: { messages, dialogs, sensors },
    verdict: { severity: verdict.severity, reasons: verdict.reasons.slice(0, 3).map(short) },
    evidence: ledgerEvidence(draft.evidence),
    ...(typed === undefined ? {} : { confirmation: typed }),
    ...(bulk === undefined ? {} : { bulk }),
  }
  if (draft.concerns.length > 0 && !isConfirmed(body))
    throw new RpcError('refused', `type ${bulk ?? address} again to confirm`, 'confirmation')
  return body
}

/** What people type of an address need not be canonical; of anything else it is as typed. */
const canonical = (typed: string | undefined): string | undefined =>
  typed === undefined ? undefined : (parseNetwork(typed)?.text ?? typed.trim().toWellFormed())

const short = (text: string): string => text.slice(0, 300).toWellFormed()
