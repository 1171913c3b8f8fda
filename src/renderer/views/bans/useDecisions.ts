import { computed, type ComputedRef } from 'vue'
import { useTeam } from '../../composables/useTeam.ts'
import { decisions, type Decisions } from './decisions.ts'

/** What this person may do with bans now. */
export function useDecisions(solo: () => boolean | undefined): ComputedRef<Decisions> {
  const { me } = useTeam()
  // Until the feed's policy is known nothing is withheld for it.
  return computed(() => decisions(me.value, solo() ?? true))
}
