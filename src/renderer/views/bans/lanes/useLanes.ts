import { computed, type ComputedRef } from 'vue'
import type { BanRow } from '../../../../contract/console/bans.ts'
import type { ConsoleCalls } from '../../../../contract/console/index.ts'
import type { ParamsOf } from '../../../../contract/rpc/table.ts'
import { useCall, type CallState } from '../../../composables/useCall.ts'
import { useNow } from '../../../composables/useNow.ts'
import { useView } from '../../../stores/view.ts'
import { zoneName } from '../../../text/time.ts'
import { laneNames, lanes, type LaneName } from './lanes.ts'

/** Milliseconds: that a revoked address attacks again is told by nothing but its messages. */
const lookAgain = 15_000

interface UsedLanes {
  readonly bans: CallState<readonly BanRow[]>
  readonly rows: ComputedRef<readonly BanRow[]>
  readonly grouped: ComputedRef<Readonly<Record<LaneName, readonly BanRow[]>>>
  /** Lane by lane from the left, each from its top. */
  readonly order: ComputedRef<readonly BanRow[]>
}

/** The bans of all lanes; with `day` only the published ones that end on it. */
export function useLanes(day: () => string | undefined): UsedLanes {
  const now = useNow()
  const view = useView()
  const wanted = (): ParamsOf<ConsoleCalls['bans.list']> => {
    const endsOn = day()
    return endsOn === undefined ? {} : { endsOn: { day: endsOn, zone: zoneName(view.zone) } }
  }
  const bans = useCall('bans.list', wanted, { refreshOn: ['bans', 'feed'], throttle: 250, every: lookAgain })
  const rows = computed(() => bans.data.value ?? [])
  const grouped = computed(() => lanes(rows.value, now.value))
  return { bans, rows, grouped, order: computed(() => laneNames.flatMap((name) => grouped.value[name])) }
}
