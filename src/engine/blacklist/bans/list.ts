import type { BanRow } from '../../../contract/console/bans.ts'
import type { BanState } from '../../../contract/console/vocabulary.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { Reading } from '../../readers/reading.ts'
import { locateIn } from '../proposing/evidence.ts'
import { withRegret } from './regret.ts'
import { banRow, queuedRow, type LocateEvidence } from './rows.ts'

interface Filter {
  readonly states?: readonly BanState[] | undefined
  readonly address?: string | undefined
}

/** Evidence as recorded: to find the events behind thousands of items, each is read and hashed. */
const asRecorded: LocateEvidence = (_address, item) => item

export function listBans(reading: Reading, { states, address }: Filter): readonly BanRow[] {
  const { ledger, queue } = reading
  const waiting = queue.all()
  const sources = { mirror: ledger, waiting, locate: asRecorded }
  const queued = waiting.flatMap((item) => queuedRow(item, sources) ?? [])
  const stored = ledger.bans({
    ...(states === undefined
      ? {}
      : { states: states.flatMap((state) => (state === 'held' ? ['approved', state] : state)) }),
    ...(address === undefined ? {} : { address }),
  })
  const rows = [
    ...queued.filter(
      (row) => (address === undefined || row.address === address) && (states?.includes('queued') ?? true),
    ),
    ...stored.map((ban) => banRow(ban, sources)),
  ]
  return withRegret(rows, reading)
}

/** One with the events behind its evidence, where the store still holds them. @throws RpcError `not-found` */
export function getBan(reading: Reading, id: string): BanRow {
  const { reader, ledger, queue } = reading
  const waiting = queue.all()
  const sources = { mirror: ledger, waiting, locate: locateIn(reader) }
  const stored = ledger.ban(id)
  const queued = waiting.find(({ signed: { intent } }) => intent.subject === id && intent.kind === 'ban.proposed')
  const row = stored ? banRow(stored, sources) : queued && queuedRow(queued, sources)
  if (!row) throw new RpcError('not-found', `there is no ban ${id}`)
  return withRegret([row], reading)[0] ?? row
}
