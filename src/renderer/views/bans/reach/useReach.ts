import { computed } from 'vue'
import type { BanRow } from '../../../../contract/console/bans.ts'
import type { Reach } from '../../../../contract/console/reach.ts'
import { useCall, type CallState } from '../../../composables/useCall.ts'

/** Subscribers ask whenever they like, and nobody tells us: milliseconds between two looks. */
const lookAgain = 5_000

/** Who has the address of a ban that is or was on the list; of others there is nothing to ask. */
export function useReach(ban: () => BanRow): CallState<Reach> {
  const id = computed(() => (ban().listId === undefined ? undefined : ban().id))
  return useCall('ban.reach', () => (id.value === undefined ? undefined : { id: id.value }), {
    refreshOn: ['bans', 'feed'],
    every: lookAgain,
  })
}
