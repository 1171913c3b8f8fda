import type { BanRow } from '../../contract/console/bans.ts'
import type { BanState } from '../../contract/console/vocabulary.ts'
import type { Reading } from '../readers/reading.ts'
import { locateIn } from './evidence.ts'
import { banRow, queuedRow } from './rows.ts'

interface Filter {
  readonly states?: readonly BanState[] | undefined
  readonly address?: string | undefined
}

export function listBans({ reader, ledger, queue }: Reading, { states, address }: Filter): readonly BanRow[] {
  const waiting = queue.all()
  const sources = { mirror: ledger, waiting, locate: locateIn(reader) }
  const queued = waiting.flatMap((item) => queuedRow(item, sources) ?? [])
  const stored = ledger.bans({
    ...(states === undefined
      ? {}
      : { states: states.flatMap((state) => (state === 'held' ? ['approved', state] : state)) }),
    ...(address === undefined ? {} : { address }),
  })
  return [
    ...queued.filter(
      (row) => (address === undefined || row.address === address) && (states?.includes('queued') ?? true),
    ),
    ...stored.map((ban) => banRow(ban, sources)),
  ]
}
