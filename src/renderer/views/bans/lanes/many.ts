import type { ManyAct } from '../../../../contract/console/audit.ts'
import type { BanRow } from '../../../../contract/console/bans.ts'
import type { Selection } from '../../../lists/selection.ts'
import type { Decisions } from '../decisions.ts'

/** Of the selected bans, those that one act is about. */
export interface Many {
  readonly bans: readonly BanRow[]
  /** Why none of those in the right state can be decided on by this person. */
  readonly blocked: string | undefined
}

const stateFor = { approve: 'proposed', reject: 'proposed', revoke: 'published' } as const

/** What this person may not decide on is left out; where that is all of it, the reason is kept. */
export function chosenFor(act: ManyAct, rows: readonly BanRow[], selected: Selection, may: Decisions): Many {
  const inState = rows.filter(({ id, state }) => selected.has(id) && state === stateFor[act])
  const allowed = inState.filter((ban) => may[act](ban) === undefined)
  const first = inState[0]
  return allowed.length > 0 || first === undefined
    ? { bans: allowed, blocked: undefined }
    : { bans: inState, blocked: may[act](first) }
}
