import type { WhitelistEntry, WhitelistPreview } from '../../../../contract/console/whitelist.ts'
import type { Mode } from '../../../../contract/ledger/intents/whitelist.ts'

/** What goes on protecting what an entry covered, once it is removed. */
export interface Remaining {
  readonly sentence: string
  /** What the sentence speaks of. */
  readonly by: readonly WhitelistEntry[]
  /** Would protect it, but may be gone or refused in a moment. */
  readonly unsure: readonly WhitelistEntry[]
}

/** An entry counts when it covers all of it, the feed has it, and nothing is on its way that would change that. */
export function remaining(removed: Mode, overlaps: WhitelistPreview['overlaps']): Remaining {
  const whole = overlaps.filter(({ relation }) => relation !== 'inside')
  const sure = whole.filter(isSure)
  const unsure = whole.filter((entry) => !isSure(entry))
  const forbidding = sure.filter(({ mode }) => mode !== 'inform')
  if (forbidding.length > 0)
    return { sentence: 'It still cannot be banned: it stays covered by', by: forbidding, unsure }
  const freed = removed === 'inform' ? '' : 'From then on it can be banned. '
  if (sure.length > 0) return { sentence: `${freed}A second look at it is still asked for by`, by: sure, unsure }
  return { sentence: `${freed}No other entry in force covers all of it.`, by: [], unsure }
}

const isSure = ({ state, pending, error }: WhitelistEntry): boolean =>
  state === 'active' && (pending === undefined || error !== undefined)
