import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { BanDraft } from '../../../contract/console/bans.ts'
import { mostDrafted, type ManyBans, type RefusedAddress } from '../../../contract/console/proposing.ts'
import { parseNetwork } from '../../../contract/ledger/address.ts'
import type { SignedIntent } from '../../../contract/ledger/intent.ts'
import { mostUnreviewed } from '../../../contract/ledger/review.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { JobProgress } from '../../jobs/jobs.ts'
import type { Workspace } from '../../workspace.ts'
import type { Outcome } from '../ledger/outbox.ts'
import { proposalOf } from './propose.ts'

interface ProposedMany {
  readonly addresses: readonly string[]
  readonly reason: string
  readonly duration?: number | undefined
  readonly confirmation?: string | undefined
}

/** Acts on many bans at once, as jobs. */
export interface Bulk {
  propose(wanted: ProposedMany): { readonly job: number }
  /** @throws RpcError `not-found` when nothing is known of that job any more. */
  withdraw(job: number): { readonly job: number }
  get(job: number): ManyBans
}

/** Acts that can still be asked about, and taken back as a whole. */
const mostKept = 20

interface Act {
  state: Omit<ManyBans, 'job'>
  /** Bans that the feed holds, or gets once it is back, with their addresses. */
  readonly bans: Map<string, string>
}

export type BulkSurroundings = Pick<Workspace, 'blacklist' | 'readers' | 'live' | 'jobs'>

export function createBulk({ blacklist, readers, live, jobs }: BulkSurroundings): Bulk {
  const acts = new Map<number, Act>()
  const found = (job: number): Act => {
    const act = acts.get(job)
    if (!act) throw new RpcError('not-found', 'nothing is known of this act any more')
    return act
  }

  const begin = (title: string, of: number, work: (act: Act, progress: JobProgress) => Promise<string>) => {
    const started = { state: 'running', phase: 'gathering', done: 0, of, recorded: 0, queued: 0, refused: [] } as const
    const act: Act = { state: started, bans: new Map() }
    const { id, ended } = jobs.start({
      kind: 'proposing',
      title,
      unit: 'steps',
      total: 2 * of,
      work: (run) => work(act, run),
    })
    acts.set(id, act)
    for (const old of [...acts.keys()].slice(0, Math.max(0, acts.size - mostKept))) acts.delete(old)
    void ended.then(({ state, outcome }) => change(act, { state, ...(outcome === undefined ? {} : { outcome }) }))
    return { job: id }
  }

  const draft = async (addresses: readonly string[], signal: AbortSignal): Promise<readonly BanDraft[]> => {
    const around = { live: live(), signal, patient: true } as const
    return (await readers.ask('ban.drafts', { addresses }, around)) as readonly BanDraft[]
  }

  /** Evidence takes its time; nothing is stored meanwhile. */
  const gather = async (wanted: ProposedMany, act: Act, { signal, report }: JobProgress) => {
    const { addresses, reason, duration, confirmation } = wanted
    const bulk = addresses.length > 1 ? addresses.length : undefined
    const signed: SignedIntent[] = []
    for (let at = 0; at < addresses.length; at += mostDrafted) {
      for (const each of await draft(addresses.slice(at, at + mostDrafted), signal)) {
        try {
          const body = proposalOf(each, { reason, confirmation, duration: duration ?? each.suggestedDuration }, bulk)
          signed.push(blacklist.sign({ kind: 'ban.proposed', subject: randomUUID(), body }))
        } catch (error) {
          refuse(act, each.address, error)
        }
      }
      const done = Math.min(addresses.length, at + mostDrafted)
      change(act, { done })
      report(done)
      await turn()
    }
    return signed
  }

  const send = async (signed: readonly SignedIntent[], act: Act, { signal, report }: JobProgress) => {
    change(act, { phase: 'sending', done: 0, of: signed.length })
    const before = act.state.refused.length
    const tell = ({ intent: { subject } }: SignedIntent, outcome: Outcome): void => {
      if (outcome.kind === 'refused') {
        refuse(act, act.bans.get(subject) ?? subject, outcome.why)
        act.bans.delete(subject)
      } else change(act, { recorded: act.state.recorded + 1 })
      const done = act.state.recorded + act.state.refused.length - before
      change(act, { done })
      report(signed.length + done, 2 * signed.length)
    }
    const queued = signed.length === 0 ? 0 : await blacklist.sendMany(signed, tell, signal)
    change(act, { queued })
  }

  return {
    propose: (wanted) => {
      const addresses = [...new Set(wanted.addresses.map((text) => parseNetwork(text)?.text ?? text))]
      requireTyped(addresses, wanted.confirmation)
      return begin(`Proposing ${countedBans(addresses.length)}`, addresses.length, async (act, progress) => {
        for (const text of addresses)
          if (!parseNetwork(text)) refuse(act, text, new RpcError('bad-request', 'neither an address nor a range'))
        const signed = await gather({ ...wanted, addresses }, act, progress)
        for (const { intent } of signed)
          if (intent.kind === 'ban.proposed') act.bans.set(intent.subject, intent.body.address)
        await send(signed, act, progress)
        return outcomeOf(act.state, 'proposed', progress.signal.aborted)
      })
    },
    withdraw: (job) => {
      const { bans } = found(job)
      return begin(`Taking back ${countedBans(bans.size)}`, bans.size, async (act, progress) => {
        const signed: SignedIntent[] = []
        for (const [id, address] of bans) {
          act.bans.set(id, address)
          signed.push(blacklist.sign({ kind: 'ban.withdrawn', subject: id, body: { reason: '' } }))
          if (signed.length % mostDrafted === 0) await turn()
        }
        await send(signed, act, progress)
        return outcomeOf(act.state, 'taken back', progress.signal.aborted)
      })
    },
    get: (job) => ({ job, ...found(job).state }),
  }
}

/** The feed would refuse each one of them; nobody need wait for that. */
function requireTyped(addresses: readonly string[], confirmation = ''): void {
  if (addresses.length <= mostUnreviewed || confirmation.trim() === String(addresses.length)) return
  throw new RpcError('refused', `type ${addresses.length} to propose all of them`, 'confirmation')
}

function change(act: Act, part: Partial<Act['state']>): void {
  act.state = { ...act.state, ...part }
}

function refuse(act: Act, address: string, error: unknown): void {
  if (!(error instanceof Error)) throw new TypeError(String(error))
  const code =
    error instanceof RpcError ? (error.reason ?? error.code) : 'code' in error ? String(error.code) : 'internal'
  const refused: RefusedAddress = { address, code, message: error.message }
  change(act, { refused: [...act.state.refused, refused] })
}

const countedBans = (many: number): string => `${many} ${many === 1 ? 'ban' : 'bans'}`

function outcomeOf({ recorded, queued, refused }: Act['state'], what: string, stopped: boolean): string {
  const parts = [
    `${countedBans(recorded)} ${what}`,
    ...(queued > 0 ? [`${queued} on their way: the feed is away`] : []),
    ...(refused.length > 0 ? [`${refused.length} refused`] : []),
    ...(stopped ? ['the others were not sent'] : []),
  ]
  return `${parts.join(', ')}.`
}
