import { computed, type ComputedRef } from 'vue'
import type { Team } from '../../contract/console/people.ts'
import type { AskedKind } from '../../contract/ledger/roles.ts'
import { whyNot } from '../text/people.ts'
import { useCall, type CallState } from './useCall.ts'

interface UsedTeam {
  readonly call: CallState<Team>
  readonly me: ComputedRef<Team['me'] | undefined>
  /** Why this console may not ask for `kind`. The feed decides all the same: this only says it before. */
  readonly whyNot: (kind: AskedKind) => string | undefined
}

/** Who may do what, as the ledger says now. */
export function useTeam(): UsedTeam {
  const call = useCall('people.list', () => ({}), { refreshOn: ['people'], throttle: 250 })
  const me = computed(() => call.data.value?.me)
  return { call, me, whyNot: (kind) => whyNot(me.value, kind) }
}
